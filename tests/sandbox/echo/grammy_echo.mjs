// An echo bot as grammY's own documentation writes one; run with the Bot API's address and a token.
import { Bot, InlineKeyboard, InlineQueryResultBuilder, InputFile } from "grammy";

const [apiRoot, token] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });

bot.command("start", (ctx) => ctx.reply("ready"));
bot.on("message:text", (ctx) => ctx.reply(ctx.msg.text, { reply_markup: new InlineKeyboard().text("好", "ok") }));
bot.on("message:document", (ctx) =>
  ctx.replyWithDocument(new InputFile(Buffer.from("a,1\n"), "数据 (1).csv"), { caption: "收到" }));
bot.on("message:photo", (ctx) => ctx.replyWithPhoto(ctx.msg.photo.at(-1).file_id));
bot.on("message:sticker", (ctx) => ctx.replyWithSticker(ctx.msg.sticker.file_id));
bot.callbackQuery("ok", async (ctx) => {
  await ctx.answerCallbackQuery("记下了");
  await ctx.editMessageText("已确认");
});
bot.on("inline_query", (ctx) =>
  ctx.answerInlineQuery([InlineQueryResultBuilder.article("1", "占比").text(`<b>${ctx.inlineQuery.query}</b>`, { parse_mode: "HTML" })]));
bot.catch((error) => { console.error(error); process.exit(1); });
bot.start();
