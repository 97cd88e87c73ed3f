"""What can be wrong with a warehouse file, each with words that say what to do."""


class WarehouseError(Exception):
    """The warehouse cannot be used as asked; the message says why and what to do."""


class WarehouseBusy(WarehouseError):
    """Another process holds the file; the message names its process id where DuckDB tells it."""


class WarehouseTooNew(WarehouseError):
    """A newer claimtrace wrote the file: it has migrations that this one does not know."""


class MigrationChanged(WarehouseError):
    """A migration was edited after it had been applied to the file, so nobody knows what the file holds."""


class FilesetError(WarehouseError):
    """A file set that cannot be: the message says what is missing or contradicts itself."""


class NoWarehouse(WarehouseError):
    """There is no published file yet; the message says which command makes one."""


class QueryError(WarehouseError):
    """A query was refused or failed; the message is DuckDB's own or says which statements are allowed."""
