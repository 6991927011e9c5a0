"""Author quiz items: their bank files, drafting from articles, checking, and exchange with other programs."""
