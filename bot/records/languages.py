"""Keep in which language people and groups want to be spoken to. Each function takes the session of a transaction."""

from sqlalchemy.orm import Session

from bot.records.tables import ChosenLanguage


def chosen(session: Session, account: str) -> str | None:
    """Return the code of the language that an account has chosen, or None."""
    row = session.get(ChosenLanguage, account)
    return row.language if row else None


def choose(session: Session, account: str, language: str) -> None:
    """Store the choice of an account in the place of its last one."""
    session.merge(ChosenLanguage(account=account, language=language))


def forget(session: Session, account: str) -> bool:
    """Delete the choice of an account; return False where there is none."""
    row = session.get(ChosenLanguage, account)
    if row is not None:
        session.delete(row)
    return row is not None


def move(session: Session, account: str, to: str) -> None:
    """Store the choice of an account under another one, which stands in its place."""
    language = chosen(session, account)
    if language is not None:
        forget(session, account)
        choose(session, to, language)
