"""Django's settings. Everything that differs between machines comes from the environment."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from fahuo.kit import embedded_postgres, networks, secrets
from fahuo.site import environment

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = environment.home()
SECRET_KEY = secrets.django_key(HOME)
ENCRYPTION_KEYS = secrets.encryption_keys(HOME)
DEBUG = environment.flag("FAHUO_DEBUG")
ALLOWED_HOSTS = environment.words("FAHUO_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("FAHUO_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "fahuo.backoffice",
    "fahuo.accounts",
    "fahuo.goods",
    "fahuo.notifications",
    "fahuo.carriers",
    "fahuo.orders",
    "fahuo.rating",
    "fahuo.routing",
    "fahuo.shipments",
    "fahuo.customs",
    "fahuo.tracking",
    "fahuo.pickups",
    "fahuo.printing",
    "fahuo.alerts",
    "fahuo.figures",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fahuo.backoffice.middleware.content_security",
]
ROOT_URLCONF = "fahuo.site.urls"
WSGI_APPLICATION = "fahuo.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [
            BASE_DIR / room / "templates"
            for room in (
                *("backoffice", "accounts", "goods", "carriers", "orders", "rating", "routing", "shipments"),
                *("customs", "printing", "notifications", "tracking", "pickups", "alerts", "figures"),
            )
        ],
        "OPTIONS": {
            "environment": "fahuo.backoffice.templating.environment",
            "extensions": ["jinja2.ext.i18n"],
            "context_processors": ["django.contrib.messages.context_processors.messages"],
        },
    },
]

DATABASES = {"default": embedded_postgres.django_settings(HOME, environment.text("DATABASE_URL"))}
# Only the worker imports every room's `jobs` (fahuo/site/cli/worker.py): other processes start without them.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "orders"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = environment.text("FAHUO_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = environment.flag("FAHUO_HTTPS")
SESSION_COOKIE_AGE = int(environment.number("FAHUO_SESSION_HOURS", 12) * 3600)
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "fahuo.backoffice.pages.csrf_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 80 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Booking. A lease must outlive a call's time-out and the carrier's settling time (ARCHITECTURE.md, "Never twice").
FAHUO_LEASE_SECONDS = environment.number("FAHUO_LEASE_SECONDS", 180)
FAHUO_ANSWER_SECONDS = environment.number("FAHUO_ANSWER_SECONDS", 30)
FAHUO_SETTLE_SECONDS = environment.number("FAHUO_SETTLE_SECONDS", 30)
if FAHUO_LEASE_SECONDS <= 2 * FAHUO_ANSWER_SECONDS + FAHUO_SETTLE_SECONDS:
    raise ImproperlyConfigured("FAHUO_LEASE_SECONDS must exceed twice FAHUO_ANSWER_SECONDS plus FAHUO_SETTLE_SECONDS.")
FAHUO_BACKOFF_SECONDS = environment.number("FAHUO_BACKOFF_SECONDS", 5)
FAHUO_CALLS_AT_ONCE = int(environment.number("FAHUO_CALLS_AT_ONCE", 50))
# How long what was said to carriers is kept; 0 keeps none of it, only that a call was made and how it ended.
FAHUO_TRANSCRIPT_DAYS = environment.number("FAHUO_TRANSCRIPT_DAYS", 30)
# How long receipts are awaited for a message to the single window that got no answer, before a person decides.
FAHUO_WINDOW_DOUBT_HOURS = environment.number("FAHUO_WINDOW_DOUBT_HOURS", 24)
# How many months of tracking events are kept beside the running one; 0 keeps all.
FAHUO_EVENT_MONTHS = max(0, int(environment.number("FAHUO_EVENT_MONTHS", 24)))
FAHUO_PUBLIC_URL = environment.text("FAHUO_PUBLIC_URL", "http://127.0.0.1:8000")
# Whether owners may point an account at a program on this machine. On a server that others use nobody may.
FAHUO_EMULATORS_ALLOWED = environment.flag("FAHUO_EMULATORS_ALLOWED") or DEBUG

# Where clients of e-port cards may stand; nothing else is asked to sign.
FAHUO_CARD_NETWORKS = environment.words(
    "FAHUO_CARD_NETWORKS", "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
)
try:
    networks.networks_of(FAHUO_CARD_NETWORKS)
except ValueError as error:
    raise ImproperlyConfigured(f"FAHUO_CARD_NETWORKS: {error}") from error

# Printing. A batch under work belongs to one worker for so long; it is prolonged with every label that is handed over.
FAHUO_PRINT_LEASE_SECONDS = environment.number("FAHUO_PRINT_LEASE_SECONDS", 300)
# How long a printer may take between two signs of life: a label out of its buffer, an answer, a page.
FAHUO_PRINTER_ANSWER_SECONDS = environment.number("FAHUO_PRINTER_ANSWER_SECONDS", 60)
if FAHUO_PRINT_LEASE_SECONDS <= 3 * FAHUO_PRINTER_ANSWER_SECONDS:
    raise ImproperlyConfigured("FAHUO_PRINT_LEASE_SECONDS must exceed three times FAHUO_PRINTER_ANSWER_SECONDS.")
# How long a printer that took a job over IPP is asked whether it is done, before a person looks.
FAHUO_PRINTER_DONE_SECONDS = environment.number("FAHUO_PRINTER_DONE_SECONDS", 900)
# How long rendered files are kept: they hold addresses.
FAHUO_PRINT_FILE_DAYS = environment.number("FAHUO_PRINT_FILE_DAYS", 7)
# The networks that printers stand in; nothing else is reached for printing. This machine only where emulators may be.
FAHUO_PRINTER_NETWORKS = environment.words("FAHUO_PRINTER_NETWORKS", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7")
if FAHUO_EMULATORS_ALLOWED:
    FAHUO_PRINTER_NETWORKS += ["127.0.0.0/8", "::1/128"]
try:
    networks.networks_of(FAHUO_PRINTER_NETWORKS)
except ValueError as error:
    raise ImproperlyConfigured(f"FAHUO_PRINTER_NETWORKS: {error}") from error

# Notifications. E-mail goes through one SMTP server, SMS through one account at Alibaba Cloud; both are the operator's.
FAHUO_SMTP_HOST = environment.text("FAHUO_SMTP_HOST")
FAHUO_SMTP_SECURITY = environment.text("FAHUO_SMTP_SECURITY", "STARTTLS").upper()
if FAHUO_SMTP_SECURITY not in ("STARTTLS", "TLS", "NONE"):
    raise ImproperlyConfigured("FAHUO_SMTP_SECURITY must be starttls, tls or none.")
FAHUO_SMTP_PORT = int(environment.number("FAHUO_SMTP_PORT", 465 if FAHUO_SMTP_SECURITY == "TLS" else 587))
FAHUO_SMTP_USER = environment.text("FAHUO_SMTP_USER")
FAHUO_SMTP_PASSWORD = environment.text("FAHUO_SMTP_PASSWORD")
if FAHUO_SMTP_SECURITY == "NONE" and FAHUO_SMTP_PASSWORD:
    raise ImproperlyConfigured("FAHUO_SMTP_SECURITY none would show FAHUO_SMTP_PASSWORD to the network.")
FAHUO_SMTP_FROM = environment.text("FAHUO_SMTP_FROM")
FAHUO_SMS_URL = environment.text("FAHUO_SMS_URL", "https://dysmsapi.aliyuncs.com")
FAHUO_SMS_KEY_ID = environment.text("FAHUO_SMS_KEY_ID")
FAHUO_SMS_KEY_SECRET = environment.text("FAHUO_SMS_KEY_SECRET")
FAHUO_SMS_SIGN_NAME = environment.text("FAHUO_SMS_SIGN_NAME")
FAHUO_SMS_TEMPLATE = environment.text("FAHUO_SMS_TEMPLATE")
FAHUO_SMS_TEMPLATE_EN = environment.text("FAHUO_SMS_TEMPLATE_EN")
# How long messages that were read and the delivery log are kept.
FAHUO_NOTIFICATION_DAYS = environment.number("FAHUO_NOTIFICATION_DAYS", 180)
# How long alerts that ended are kept; longer than messages, which lead to them. 0 keeps all.
FAHUO_ALERT_DAYS = environment.number("FAHUO_ALERT_DAYS", 365)
# Private networks that webhooks may lead into; public addresses always may, this machine only where emulators may be.
FAHUO_WEBHOOK_NETWORKS = environment.words("FAHUO_WEBHOOK_NETWORKS", "")
try:
    networks.networks_of(FAHUO_WEBHOOK_NETWORKS)
except ValueError as error:
    raise ImproperlyConfigured(f"FAHUO_WEBHOOK_NETWORKS: {error}") from error
