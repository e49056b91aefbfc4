"""MSBone Desktop: bone-health screening for people with multiple sclerosis, offline."""

__version__ = "0.1.0"
