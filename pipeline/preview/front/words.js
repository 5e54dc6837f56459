// What the preview says, in English and Chinese. English is the key.
const CHINESE = {
  "Release": "稿件",
  "Rooms": "工作区",
  "Texts": "文本",
  "Design": "设计",
  "State": "进度",
  "Language of this page": "界面语言",
  "Light or dark": "浅色或深色",
  "Left": "左侧窗格",
  "Right": "右侧窗格",
  "Language": "语言",
  "Format": "格式",
  "Revision": "版本",
  "as it is now": "当前文件",
  "Width": "宽度",
  "full width": "全宽",
  "phone": "手机",
  "tablet": "平板",
  "laptop": "笔记本",
  "pages of {format}, {locale}": "{locale}，{format}，各页",
  "page of {format}, {locale}": "{locale}，{format}",
  "page {n}": "第{n}页",
  "Web page": "网页",
  "PDF": "PDF",
  "Word": "Word",
  "Side by side": "双语对照",
  "Print": "印刷",
  "pseudo-language": "伪语言",
  "making …": "正在生成……",
  "{what} made anew in {ms} ms": "{what}已重新生成，用时{ms}毫秒",
  "{what} is as it was": "{what}没有变化",
  "because of {paths}": "起因：{paths}",
  "{what} cannot be made": "{what}无法生成",
  "The last good page stands below; this goes away by itself once the file is mended.": "下面保留着上一次正常的页面；改好文件后，本提示自动消失。",
  "The preview has ended. Start it again with `diglot preview`.": "预览已经结束，请重新运行 `diglot preview`。",
  "connection lost, trying again …": "连接已断开，正在重试……",
  "All": "全部",
  "Untranslated": "未译",
  "Fuzzy": "待核对",
  "Findings": "问题",
  "{n} texts": "{n}条",
  "Source": "原文",
  "Translation": "译文",
  "Save": "保存",
  "Save and next": "保存并下一条",
  "Saved in {path}": "已保存到{path}",
  "Not sure yet (fuzzy)": "尚不确定（待核对）",
  "Comments": "备注",
  "one on each line; others who work on this catalog read them": "每行一条，供其他译者参考",
  "Glossary": "术语表",
  "Suggestions": "译文建议",
  "Nothing found": "没有发现问题",
  "No term of the glossary": "未涉及术语表中的术语",
  "Nothing like it was translated before": "没有相近的旧译",
  "Use": "采用",
  "not": "不用",
  "does not fit as it is": "需要调整",
  "Put in": "插入",
  "Next": "下一条",
  "Previous": "上一条",
  "Next untranslated": "下一条未译",
  "Next fuzzy": "下一条待核对",
  "Next finding": "下一个问题",
  "Close": "关闭",
  "What changed in the source": "原文改动",
  "cosmetic": "仅标点或拼写",
  "numbers": "数字",
  "negation": "否定",
  "rewrite": "改写",
  "This is the source text. It is written in {place}.": "这是原文，写在{place}。",
  "Click a text on a page, or choose one from the list.": "点按版面上的一段文字，或从列表中选择。",
  "Refused: mend the tags first, the page would fall back to the source text.": "未保存：请先改好标签，否则页面会退回原文。",
  "The file changed while you were writing. Nothing was written.": "您编辑时文件已被改动，尚未写入任何内容。",
  "Theirs": "文件中的译文",
  "Yours": "您的译文",
  "Keep yours": "保留您的",
  "Take theirs": "采用文件中的",
  "The text is gone from the release or its catalog; your words stand here until you close this.": "这条文本已不在稿件或译文文件中；关闭前，您的译文仍保留在这里。",
  "This preview is read-only": "本预览为只读",
  "unsaved": "未保存",
  "untranslated": "未译",
  "fuzzy": "待核对",
  "done": "已译",
  "error": "错误",
  "warning": "警告",
  "note": "提示",
  "Ctrl+Enter saves and goes on": "按Ctrl+Enter保存并继续",
  "Shortcuts": "快捷键",
  "Filter": "筛选",
  "Editor": "编辑区",
  "Hint": "建议",
  "differences marked": "已标出差异",
  "{n} differences": "{n}处差异",
  "Word of the theme": "模板用词",
  "Texts of this release": "本稿件的文本",
  "On the pages": "版面叠加",
  "Preflight": "成品检查",
  "Baseline grid": "基线网格",
  "Columns": "分栏",
  "Trim and bleed": "裁切与出血",
  "Tokens": "设计变量",
  "Colours": "颜色",
  "Cover": "封面",
  "Faces": "字体",
  "Sizes": "字号",
  "Line height": "行高",
  "Weights": "字重",
  "Page": "页面",
  "Space": "间距",
  "Choose PDF in a pane to see its sheets": "请先在任一窗格选择PDF",
  "This theme travels with Diglot; make one of your own to change it.": "这是随程序提供的主题，请先建立自己的主题再修改。",
  "Saved. Its printing inks stand under [cmyk]: set them too.": "已保存。该颜色的印刷油墨写在[cmyk]下，请一并修改。",
  "The file changed meanwhile; here is what it says now.": "文件已被改动，现显示文件中的值。",
  "Accepted pictures": "已认可的版面",
  "as accepted": "与认可的一致",
  "differs": "有差异",
  "not accepted yet": "尚未认可",
  "page is gone": "该页已不存在",
  "Show the accepted one": "查看认可的版面",
  "Accept": "认可",
  "Accept all {n}": "全部认可（{n}页）",
  "{n} pages differ": "{n}页有差异",
  "reading …": "正在读取……",
  "The project cannot be read": "项目无法读取",
  "The preview was started anew: reload this page to save. What you typed stays until then.": "预览已重新启动：请重新载入本页后再保存；载入前，您键入的内容仍在。",
  "The project cannot be read; a pane says why.": "项目无法读取，原因见上方窗格。",
  "How far": "翻译进度",
  "Published": "已发布的文件",
  "Translated": "已译",
  "Stale": "原文已改",
  "Words": "字数",
  "source": "原文",
  "File": "文件",
  "Size": "大小",
  "fresh": "最新",
  "stale": "已过期",
  "missing": "尚未生成",
  "altered by hand": "被手工改动",
};

// roles of texts, as notes in the catalogs name them
const ROLES = {
  paragraph: "段落", lede: "导语", heading: "标题", item: "列表项", quote: "引文", caption: "图表说明", cell: "单元格",
  "header cell": "表头", title: "题目", subtitle: "副题", kicker: "眉题", place: "地点", author: "发布方", description: "摘要",
  footnote: "脚注", alt: "替代文字", unit: "量词", closing: "结语", contact: "联系方式", boilerplate: "机构简介", figures: "关键数据",
  pull: "突出语句", aside: "旁注", side: "边栏", opener: "篇首", timeline: "时间线", term: "条目", definition: "释义", colophon: "版权说明",
};

export function sayRole(role) {
  if (tongue !== "zh") return role;
  if (ROLES[role]) return ROLES[role];
  const heading = role.match(/^heading (\d)$/);
  if (heading) return `${"一二三四五六"[heading[1] - 1]}级标题`;
  return role.split(" ").map(word => ROLES[word] ?? word).join(" · ");
}

let tongue = "en";

export function speak(name) {
  tongue = name;
  document.documentElement.lang = name === "zh" ? "zh-CN" : "en";
  for (const e of document.querySelectorAll("[data-word]")) e.textContent = say(e.dataset.word);
  for (const e of document.querySelectorAll("[data-label]")) e.setAttribute("aria-label", say(e.dataset.label));
  for (const e of document.querySelectorAll("[data-title]")) {
    e.title = say(e.dataset.title);
    e.setAttribute("aria-label", say(e.dataset.title));
  }
}

export function spoken() { return tongue; }

export function say(text, values = {}) {
  const said = tongue === "zh" ? CHINESE[text] ?? text : text;
  return said.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

export { CHINESE };
