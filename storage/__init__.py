"""What is kept, and how it is sealed before it is kept: reports, desk documents, drafts."""
