"""Failures that are expected, worded for clinic staff.

Longer than our modules may be: what staff are told when something fails stands in one place, where
one sentence can be read beside the others and no two say the same in different words.
"""


class MsboneError(Exception):
    """An expected failure, with a message written for clinic staff.

    The message says what happened, what was or was not changed, and what to do next. It never
    names a patient and never quotes a stored result.
    """


class WrongPassphraseError(MsboneError):
    """The passphrase does not open the clinic's key file."""

    def __init__(self) -> None:
        super().__init__(
            "That passphrase does not open this clinic. Nothing was changed. Try again."
        )


class DatabaseInUseError(MsboneError):
    """Another program holds the clinic's file.

    Args:
        holder: Who, where and since when, as far as is known: " by A. Nurse on desk-2".
    """

    def __init__(self, holder: str = "") -> None:
        told = (
            f"This clinic is in use{holder}."
            if holder
            else ("Another copy of MSBone has this clinic's file open.")
        )
        super().__init__(f"{told} Nothing was changed. Close the other copy, then unlock again.")


class UnsafeFolderError(MsboneError):
    """The clinic's folder lies where its file could be spoiled or copied unasked."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"This clinic's folder lies {place}, where its file could be spoiled or copied "
            "unasked. Nothing was changed. Choose a folder on a disk of this computer; backups "
            "may go there, since they are encrypted."
        )


class NewerDatabaseError(MsboneError):
    """The database was last opened by a later version of MSBone."""

    def __init__(self, found: str, supported: str) -> None:
        super().__init__(
            f"This clinic's file was last used with a newer version of MSBone (its format is "
            f"{found}; this version reads formats up to {supported}). Nothing was changed. "
            f"Install the newer version on this computer."
        )


class DamagedDatabaseError(MsboneError):
    """The file is not a whole database of ours."""

    def __init__(self) -> None:
        super().__init__(
            "This clinic's file is damaged or is not an MSBone file. It was left as it is. "
            "Do not delete it: restore a copy of it, or ask for help."
        )


class DiskFullError(MsboneError):
    """There is no room to store what was asked."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: the disk is full. What you typed is still on the screen. "
            "Free some space, then save again."
        )


class StorageError(MsboneError):
    """The disk refused to read or write."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: the disk could not be read or written. What you typed is still on the "
            "screen. Check the disk, then save again."
        )


class UnsureSaveError(MsboneError):
    """The disk failed in the moment of saving, and cannot be asked whether it took it."""

    def __init__(self) -> None:
        super().__init__(
            "The disk failed while this was being saved, so it is not known whether it was. "
            "Nothing saved before was lost, and what you typed is still on the screen. Check the "
            "disk, then open the record again and look."
        )


class ClinicClosedError(MsboneError):
    """Something was asked after the clinic was closed."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: this clinic was closed meanwhile. Nothing was changed. Unlock it again."
        )


class ChangedElsewhereError(MsboneError):
    """The record is no longer the version that was being edited."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: this record was changed since you opened it. Nothing was overwritten. "
            "Open it again to see the newer version."
        )


class WrongPatientError(MsboneError):
    """A save named another patient than the record's own."""

    def __init__(self) -> None:
        super().__init__(
            "Not saved: this entry belongs to another patient than the one on the screen. "
            "Nothing was changed. Open the patient again."
        )


class InTheBinError(MsboneError):
    """The patient was put into the bin."""

    def __init__(self) -> None:
        super().__init__(
            "This patient is in the bin. Nothing was changed. Take the record out of the bin "
            "first, under Settings."
        )


class JoinedRecordError(MsboneError):
    """The record was joined into another one, whose number is ``into``."""

    def __init__(self, into: int) -> None:
        super().__init__(
            "This record was joined into another record of the same patient. Nothing was changed. "
            "Search for its clinic ID to open that one."
        )
        self.into = into


class SignedScreeningError(MsboneError):
    """A signed screening was to be edited."""

    def __init__(self) -> None:
        super().__init__(
            "A signed screening is not edited. Nothing was changed. Amend it with a reason instead."
        )


class RefusedEntryError(MsboneError):
    """A field holds what cannot be stored; ``field`` names it for the form."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class DuplicateClinicIdError(RefusedEntryError):
    """Another patient has the clinic ID."""

    def __init__(self) -> None:
        super().__init__(
            "clinic_id", "Another patient already has this clinic ID. Nothing was saved."
        )


class NotFoundError(MsboneError):
    """The record asked for does not exist any more."""

    def __init__(self) -> None:
        super().__init__(
            "That record was not found. Nothing was changed. Go back and search again."
        )


class KnowledgeError(MsboneError):
    """A shipped knowledge file (rule, threshold, evidence) is faulty; screening must not go on."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file, self.line, self.problem = file, line, problem


class UnprintableTextError(MsboneError):
    """A text holds a character that no shipped font can draw."""

    def __init__(self, where: str, character: str) -> None:
        super().__init__(
            f"The page was not made: {where} contains the character U+{ord(character):04X}, which "
            f"no font of this program can print. Nothing was printed with a gap in it."
        )


class MissingFontError(MsboneError):
    """A font file that ships with the program is gone; no page is made without it."""

    def __init__(self, file: str) -> None:
        super().__init__(
            f"The page was not made: the font file {file} is missing from this copy of MSBone. "
            f"Nothing was printed. Install MSBone again."
        )


class CannotOpenError(MsboneError):
    """The clinic's file is not there, or the system does not let this program write to it."""

    def __init__(self) -> None:
        super().__init__(
            "This clinic's file cannot be opened. Nothing was changed. Check that its disk is "
            "connected and that you may write to its folder, then try again."
        )


class EmptyDatabaseError(DamagedDatabaseError):
    """The clinic's file has no content at all."""

    def __init__(self) -> None:
        MsboneError.__init__(
            self,
            "This clinic's file is empty: it holds no patients and no settings. It was left as it "
            "is. Restore a copy of it, or ask for help.",
        )


class UpdateFailedError(MsboneError):
    """A migration failed, and was taken back whole."""

    def __init__(self) -> None:
        super().__init__(
            "This clinic's file could not be brought up to date for this version of MSBone. It "
            "was left as it was; the older version still opens it. Ask for help before trying "
            "again."
        )


class DamagedKeyFileError(MsboneError):
    """The key file cannot be read, or asks for a key derivation that is refused."""

    def __init__(self) -> None:
        super().__init__(
            "The clinic's key file (clinic.keys) is damaged or was changed. Nothing was changed. "
            "Put back a copy of it: without it, nobody can open the clinic's file."
        )


class MissingKeyFileError(DamagedKeyFileError):
    """The clinic's file is there, and its key file is not."""

    def __init__(self) -> None:
        MsboneError.__init__(
            self,
            "The clinic's key file (clinic.keys) is not in its folder. Nothing was changed. Put it "
            "back, or a copy of it: without it, nobody can open the clinic's file.",
        )


class ClinicExistsError(MsboneError):
    """A new clinic was to be made where there is one, or the file of one."""

    def __init__(self) -> None:
        super().__init__(
            "This folder already holds a clinic's file. Nothing was changed. Unlock it, or choose "
            "another folder for the new clinic."
        )


class CancelledError(MsboneError):
    """Somebody cancelled long work."""

    def __init__(self) -> None:
        super().__init__("Cancelled. Nothing was changed.")


class BackupRefusedError(MsboneError):
    """A backup cannot be trusted."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"This backup was refused: {reason}. Nothing was changed. Choose another one."
        )


class BackupFailedError(MsboneError):
    """No backup could be made."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"No backup was made: {reason}. Earlier backups are as they were. Check the folder "
            "for backups in Settings."
        )


class NotPermittedError(MsboneError):
    """The role of whoever asked does not include this."""

    def __init__(self) -> None:
        super().__init__(
            "Your role in this clinic does not include this. Nothing was changed. Ask the "
            "clinic's lead."
        )


class TooManyTriesError(MsboneError):
    """A passphrase is tried too soon after wrong ones; ``seconds`` have to pass."""

    def __init__(self, seconds: int) -> None:
        unit = "second" if seconds == 1 else "seconds"
        super().__init__(
            f"After several wrong passphrases there is a pause: {seconds} more {unit}. Nothing was "
            "changed. Then try again."
        )
        self.seconds = seconds


class RecoveryCodeError(RefusedEntryError):
    """A typed recovery code cannot be right."""

    def __init__(self, groups: tuple[int, ...]) -> None:
        if not groups:
            sentence = "The code on the sheet has nine groups of four characters."
        elif len(groups) == 1:
            sentence = f"Group {groups[0]} is mistyped: compare it with the sheet."
        else:
            listed = ", ".join(str(group) for group in groups[:-1]) + f" and {groups[-1]}"
            sentence = f"Groups {listed} are mistyped: compare them with the sheet."
        super().__init__("code", f"{sentence} Nothing was changed.")


class WrongRecoveryCodeError(RefusedEntryError):
    """A recovery code is whole, but of another sheet."""

    def __init__(self) -> None:
        super().__init__(
            "code",
            "This code does not open this clinic: the sheet is of another clinic, or a newer one "
            "took its place. Nothing was changed.",
        )


class WeakPassphraseError(RefusedEntryError):
    """A passphrase is guessed too easily."""

    def __init__(self, why: str) -> None:
        super().__init__("passphrase", f"Guessed too easily. {why} Nothing was changed.")


class LastLeadError(MsboneError):
    """Nobody would be left to look after the clinic."""

    def __init__(self) -> None:
        super().__init__(
            "This is the only lead of the clinic. Nothing was changed. Make somebody else lead "
            "first."
        )


class NameTakenError(RefusedEntryError):
    """Somebody works or worked here under that name."""

    def __init__(self) -> None:
        super().__init__(
            "name",
            "Somebody works here under this name, or did. Add a middle name or an initial, so that "
            "it is clear who did what. Nothing was changed.",
        )


class DemoPeopleError(MsboneError):
    """The people of the demo clinic share one passphrase that everybody is shown."""

    def __init__(self) -> None:
        super().__init__(
            "In the demo clinic one passphrase, which is shown to everybody, opens all accounts. "
            "Nothing was changed. In a clinic of your own each person has one."
        )


class PassphraseHoldsError(MsboneError):
    """The key file has the new passphrase; the history does not tell of it."""

    def __init__(self) -> None:
        super().__init__(
            "The new passphrase holds from now on. Nothing was entered in the history, because the "
            "disk refused: check the disk."
        )
