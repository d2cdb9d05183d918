"""In which words: gettext catalogs, what renders phrases in a language, what extracts them."""
