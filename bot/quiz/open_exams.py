"""Tell which articles are closed to a person: while their exam on one is open, nothing of it is answered or practised.

An article is closed as a whole: what an item asks may be said in other words elsewhere in it, or stand beside it.
"""

from bot.quiz.banks import Banks
from bot.records import Person, Quiz, QuizKind, Session, queries


def closed_articles(session: Session, person: Person, banks: Banks) -> dict[str, str]:
    """Return the articles on which a person's exam is open: slug -> title."""
    attempts = queries.open_quizzes_of(session, QuizKind.EXAM, person)
    slugs = (quiz.article for quiz in attempts if quiz.article and not is_outdated(quiz, banks))
    return {slug: banks.subjects[slug].article.title for slug in slugs}


def is_outdated(quiz: Quiz, banks: Banks) -> bool:
    """Return whether the exam was changed or removed since an attempt began."""
    subject = banks.subjects.get(quiz.article or "")
    exam = subject.bank.exam if subject else None
    return exam is None or exam.version != quiz.exam_version
