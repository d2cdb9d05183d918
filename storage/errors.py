"""Every way in which keeping or opening can fail.

    StorageError
    ├── StoreUnavailable        the database or the disk does not take it now; trying again may help
    ├── ReportNotFound          no such report (absent and forbidden are the same)
    ├── PepperError             the pepper is missing beside stored mailboxes, or unreadable
    ├── PrivateFileError        a file of ours is malformed or open to others
    ├── SealingError
    │   ├── InvalidRecipient    not an `age1…` recipient
    │   ├── InvalidIdentity     not an `AGE-SECRET-KEY-1…` identity
    │   ├── NotOpened           sealed to someone else, cut off or altered
    │   └── FrameError          what was opened is not a padded JSON frame, or can't be made one
    ├── DeskError               sending is not possible; help still works
    │   ├── DeskNotReady        nothing is pinned
    │   └── DeskLogBroken
    │       ├── DocumentMalformed
    │       ├── SignatureInvalid
    │       ├── RootMismatch    the first document is not the pinned one
    │       ├── EpochForked     two documents for one epoch
    │       └── EpochMissing    a hole, or an empty log under a pinned root
    └── TamperedReport
        ├── ManifestInvalid     absent, unreadable, or of another report
        ├── PartMissing
        ├── PartUnlisted
        └── PartAltered

Messages carry no text of a person, no secret and no id; third-party errors are translated where they arise.
"""

# ruff: noqa: N818  # an exception is named for what happened, as the house style has it
from __future__ import annotations


class StorageError(Exception):
    """Anything this package refuses or cannot do."""


class StoreUnavailable(StorageError):
    """The database or disk refused; nothing was kept, or it is not known whether it was."""


class ReportNotFound(StorageError):
    """No report has this id."""


class PepperError(StorageError):
    """Without the right pepper no receipt opens its mailbox, so none is made up."""


class PrivateFileError(StorageError):
    """A file that belongs to the owner alone cannot be read as what it should be."""


class SealingError(StorageError):
    """Something could not be sealed or opened."""


class InvalidRecipient(SealingError):
    """The text is no age X25519 recipient."""


class InvalidIdentity(SealingError):
    """The text is no age X25519 identity."""


class NotOpened(SealingError):
    """The identity does not open this, or it was cut off or altered."""


class FrameError(SealingError):
    """The bytes are no padded JSON frame, or the value has no canonical JSON."""


class DeskError(StorageError):
    """There is no desk key that may be believed, so nothing is sealed."""


class DeskNotReady(DeskError):
    """No desk is pinned yet."""


class DeskLogBroken(DeskError):
    """The desk's documents do not form one signed chain from the pinned root."""


class DocumentMalformed(DeskLogBroken):
    """A desk document is not the canonical JSON it must be."""


class SignatureInvalid(DeskLogBroken):
    """A desk document is not signed by its own key, or not by the epoch before it."""


class RootMismatch(DeskLogBroken):
    """The first document is not the pinned one."""


class EpochForked(DeskLogBroken):
    """Two documents claim one epoch."""


class EpochMissing(DeskLogBroken):
    """An epoch between the root and the newest has no document, or the root itself has none."""


class TamperedReport(StorageError):
    """A report's parts are not what its manifest says; none of them may be shown."""


class ManifestInvalid(TamperedReport):
    """The manifest is absent, unreadable or belongs to another report."""


class PartMissing(TamperedReport):
    """A part the manifest names is not there."""


class PartUnlisted(TamperedReport):
    """A part is there which the manifest does not name."""


class PartAltered(TamperedReport):
    """A part's size or hash is not the one in the manifest, or its content is no part."""
