"""Sentences about editions at an object store; `geodata.findings` holds them with all others."""

from __future__ import annotations

from typing import Final

SENTENCES: Final = {
    "store_address": "The setting `editions` must read {wanted}; keys do not belong in it but in the environment.",
    "store_keys": "The object store cannot be asked: the environment lacks {got}.",
    "store_endpoint": "The address of the object store in the environment ({got}) must be https://HOST or https://HOST:PORT; http is for this machine alone.",
    "store_none": "The settings name no object store: {got} has no line `editions`.",
    "store_away": "The object store cannot be used ({got}); what is here stays as it is. Check its address, the keys and the network.",
    "object_damaged": "The object {name} of edition {got} in the store is gone or changed, so the edition was not taken. Run `mahalla push` on a server that has the edition whole.",
    "edition_coming": "Edition {got} is on its way from the object store; edition {wanted} is shown until it is here.",
    "edition_held": "Edition {got} cannot be brought from the object store, so edition {wanted} is shown. `mahalla doctor` tells the administrator why.",
    "edition_awaited": "Edition {got} has not come from the object store yet, and there is no other one to show. `mahalla doctor` tells the administrator why.",
    "imports_elsewhere": "Of what was imported, {got} files lie in the data folder of another server. Import and publish there, or restore that folder from its backup.",
    "published_meanwhile": "Edition {got} was published from another folder meanwhile. Look at it, then publish again.",
}
