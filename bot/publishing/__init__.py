"""Articles as web pages, for citations to link to: one page an article, and one that lists them."""
