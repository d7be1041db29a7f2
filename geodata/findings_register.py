"""Sentences of the findings of the register; `geodata.findings` holds them with all others."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    "day_wrong": "The day {got} cannot be read; write 31.01.2025 or 2025-01-31.",
    "amount_wrong": "{got} is no quantity; write a number of 0 or more.",
    "input_missing": "“{name}” is empty; fill it in.",
    "item_known": "The road map of this period has this item already: {got}. Change that one.",
    "body_has_posts": "The post “{got}” still belongs to the body “{name}”; end its posts first.",
    "day_known": "The calendar has {got} already; change or remove that entry.",
    "record_missing": "There is no record number {got} in the table {name} of the register.",
    "record_changed": "Somebody else has changed record number {got} of {name} meanwhile; look at it again.",
    "record_closed": "Record number {got} of {name} is closed; reopen it, or add a new one.",
    "record_fixed": "The value of {name} is fixed as {got} and stays so.",
    "record_differs": "Record number {got} of {name} is not as the audit trail has it: it was changed beside the program. Restore the register from a backup.",
    "register_newer": "The register has layout {got}, this program knows up to {wanted}; use a newer program.",
    "settings_unreadable": "The settings of the data folder cannot be read: {got}. Correct the file, or remove it.",
    "database_address": "The database address in the settings begins with {got}; wanted: {wanted}.",
    # --- accounts and sessions
    "account_name": "The account name {got} cannot be used: 2 to 100 small Latin letters, digits, dots, hyphens, underscores or @.",
    "account_known": "There is an account {got} already.",
    "account_missing": "There is no account {got}.",
    "account_area": "No published edition has a district {got}; the codes of the current one: {wanted}.",
    "account_last": "The account {got} is the last administrator; make another one first.",
    "session_missing": "There is no session number {got}.",
    "wall_code": "No screen shows the code {got} now; read it off the screen again.",
    "access_broken": "The log of access is broken at entry {got}: it was changed, removed or put out of order.",
    "refused_role": "Your role may not do this ({got}). Ask an administrator.",
    "refused_area": "{got} is not in your area. What you asked for was refused, and the refusal was logged.",
    "sign_in_wrong": "Name and password do not fit, or the account is locked for a while. Try again later, or ask an administrator.",
    "sign_in_provider": "The provider did not let you in, or gives you no role here. Ask an administrator.",
    "form_old": "This page was open for too long. Try again.",
    "refused_signed_out": "You are signed out. Sign in again.",
    "password_short": "A password needs at least {wanted} characters.",
    "password_weak": "This password is too easy to guess: it repeats, it is the old one, or it holds the account's name.",
    "sign_in_missing": "The map is not served on {got} before sign-in is set up. Make an administrator with `mahalla user add NAME --role administrator`, or name a provider in `settings.toml`.",
    "settings_value": "The setting {name} is {got}; it must be {wanted}.",
    "secret_readable": "The file {got} with the provider's secret can be read by others; run `chmod 600` on it.",
    "rows_unplaced": "{count} rows name a place that is not in the current edition ({got}); nothing was stored. Correct them and import the file again. Rows {rows}.",
}
