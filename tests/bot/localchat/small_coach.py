"""A small bot that answers a clip as the real one does, only at once."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("A drill", callback_data="v1:drill")],
        [InlineKeyboardButton("Delete", callback_data="v1:delete")],
    ]
)


def add_handlers(application, pictures):
    async def start(update, context):
        await update.message.reply_html(
            "<b>Low</b> &lt;img src=x onerror=alert(1)&gt; /film"
        )

    async def clip(update, context):
        await update.message.set_reaction("👀")
        file = await update.message.effective_attachment.get_file()
        data = await file.download_as_bytearray()
        status = await update.message.reply_text("in line", do_quote=True)
        await status.edit_text(f"measured {len(data)} bytes")
        album = [
            InputMediaPhoto(one, caption=f"phase {number}")
            for number, one in enumerate(pictures, 1)
        ]
        await update.message.reply_media_group(album)
        await update.message.reply_text("Work on: head down", reply_markup=BUTTONS)

    async def press(update, context):
        await update.callback_query.answer("Noted")
        await update.callback_query.edit_message_text("Drill: falling starts")

    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.ATTACHMENT, clip))
    application.add_handler(CallbackQueryHandler(press))
