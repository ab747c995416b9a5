"""What a Mastodon server tells of itself."""

from typing import Any

from flaneur.core.text import LIMITS

ORIGIN = "https://mastodon.example"
_LIMITS = LIMITS["mastodon"]

INSTANCE: dict[str, Any] = {
    "domain": "mastodon.example",
    "title": "A rehearsal",
    "version": "4.6.4",
    "source_url": ORIGIN,
    "description": "",
    "languages": ["fr"],
    "icon": [],
    "rules": [],
    "thumbnail": {"url": f"{ORIGIN}/thumbnail.png"},
    "usage": {"users": {"active_month": 1}},
    "registrations": {"enabled": False, "approval_required": False},
    "contact": {"email": "office@mastodon.example", "account": None},
    "api_versions": {"mastodon": 7},
    "configuration": {
        "urls": {"streaming": "wss://mastodon.example"},
        "translation": {"enabled": False},
        "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
        "polls": {
            "max_options": 4,
            "max_characters_per_option": 50,
            "min_expiration": 300,
            "max_expiration": 2_629_746,
        },
        "statuses": {
            "max_characters": _LIMITS.length,
            "characters_reserved_per_url": _LIMITS.link,
            "max_media_attachments": _LIMITS.pictures,
        },
        "media_attachments": {
            "supported_mime_types": ["image/jpeg", "image/png", "image/webp"],
            "description_limit": _LIMITS.alt_length,
            "image_size_limit": _LIMITS.picture_bytes,
            "image_matrix_limit": 33_177_600,
            "video_size_limit": 103_809_024,
            "video_matrix_limit": 8_294_400,
            "video_frame_rate_limit": 120,
        },
    },
}

AUTHORIZATION: dict[str, Any] = {
    "issuer": f"{ORIGIN}/",
    "authorization_endpoint": f"{ORIGIN}/oauth/authorize",
    "token_endpoint": f"{ORIGIN}/oauth/token",
    "revocation_endpoint": f"{ORIGIN}/oauth/revoke",
    "userinfo_endpoint": f"{ORIGIN}/oauth/userinfo",
    "app_registration_endpoint": f"{ORIGIN}/api/v1/apps",
    "service_documentation": "https://docs.joinmastodon.org/",
    "scopes_supported": ["read", "write"],
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": ["authorization_code"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    "code_challenge_methods_supported": ["S256"],
}
