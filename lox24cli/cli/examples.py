"""What people do most, to be copied from the help: for each command, what it is good for and how it is typed.

The tests run every one of them.
"""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("try it without an account", "lox24 phones import contacts.csv --region DE --sandbox"),
        ("is the token good, which groups are there?", "lox24 account"),
        ("offline: what would be uploaded, what not, and why", "lox24 phones check contacts.xlsx --region DE"),
        (
            "bring the contacts in; run it again after any trouble",
            "lox24 phones import contacts.xlsx --group 7116 --region DE",
        ),
        ("take the last run back", "lox24 phones undo last"),
    ),
    "phones import": (
        ("show the plan, ask, import", "lox24 phones import contacts.xlsx --group 7116 --region DE"),
        ("try it without an account", "lox24 phones import contacts.csv --region DE --sandbox"),
        (
            "say which column is what",
            "lox24 phones import list.csv --group 7116 --map phone=Handy --map a=Vorname",
        ),
        (
            "change those who are there already",
            "lox24 phones import list.csv --group 7116 --on-existing update",
        ),
        (
            "every night, silent when all is well",
            "lox24 phones import list.csv --group 7116 --region DE --cron --if-changed",
        ),
    ),
    "phones sync": (
        ("what would change?", "lox24 phones sync members.csv --group 7116 --region DE --dry-run"),
        (
            "every night, up to 50 deletions",
            "lox24 phones sync members.csv --group 7116 --region DE --max-delete 50 --cron",
        ),
    ),
    "phones check": (
        ("what would be uploaded, what not, and why", "lox24 phones check contacts.csv --region DE"),
        ("for scripts", "lox24 phones check contacts.csv --region DE --json"),
    ),
    "phones undo": (
        ("what would be taken back?", "lox24 phones undo last --dry-run"),
        ("take it back", "lox24 phones undo last"),
    ),
    "phones export": (
        ("to a file that an import reads back", "lox24 phones export --group 7116 -o group.csv"),
        ("for another program", "lox24 phones export --group 7116 --format jsonl"),
    ),
    "runs list": (("what was imported this week", "lox24 runs list --since 7d"),),
    "runs show": (("write its report again", "lox24 runs show last --report report.csv"),),
    "runs resume": (("finish what was interrupted", "lox24 runs resume"),),
    "runs discard": (("give the newest unfinished run up", "lox24 runs discard last"),),
    "runs prune": (("delete what is older than a month", "lox24 runs prune --older-than 30d"),),
    "groups show": (("by its name, or its id", 'lox24 groups show "Members 2026"'),),
    "groups create": (
        ("with titles for the free columns", "lox24 groups create Members --columns a=Salutation,b=Name"),
        ("with the headers of a file as titles", "lox24 groups create Members --columns-from contacts.csv"),
    ),
    "groups rename": (("its phones stay", 'lox24 groups rename 7116 "Members 2026"'),),
    "groups delete": (("asks for its name first", "lox24 groups delete 7116"),),
    "help": (("which exit code means what", "lox24 help exit-codes"),),
    "completion": (
        ("for bash, from the next shell on", "lox24 completion bash >> ~/.bashrc"),
        ("for fish", "lox24 completion fish > ~/.config/fish/completions/lox24.fish"),
        ("for zsh, where its fpath has that folder", "lox24 completion zsh > ~/.zfunc/_lox24"),
        ("for PowerShell", "lox24 completion powershell >> $PROFILE"),
    ),
    "sandbox": (
        ("a look-alike for scripts; prints the variables to set", "lox24 sandbox"),
        (
            "the second batch is stored, and gets no answer",
            "lox24 sandbox --fault drop:stores=all,skip=1",
        ),
    ),
}
"""The words of the command -> its examples, the commonest first."""
