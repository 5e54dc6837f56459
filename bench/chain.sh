#!/bin/sh
# What one would write without Diglot: po4a, pandoc, weasyprint; plain pages in two languages.
#
#   bench/chain.sh PROJECT OUT [BIN]
#
# BIN holds pandoc and weasyprint, if they are not on the path. The first release is translated with
# what its catalog shares with po4a's messages; front matter and fences are left out, which po4a cannot
# read. Six files are made, one program after the other.
set -eu
project=$1 out=$2
PATH=${3:+$3:}$PATH

for release in "$project"/sources/*/release.md; do
  break
done
folder=$(dirname "$release")
catalog=$project/locales/zh_CN/LC_MESSAGES/$(basename "$folder").po

mkdir -p "$out"
sed -e '1,/^---$/{1!{/^---$/!d}}' -e '/^:::/d' "$release" | sed '1,2{/^---$/d}' >"$out/en.md"
cat >"$out/po4a.cfg" <<END
[po4a_paths] $out/release.pot zh:$out/zh.po
[type: text] $out/en.md zh:$out/zh.md opt:"-o markdown -k 0"
END
cp "$catalog" "$out/zh.po"
po4a --quiet --msgmerge-opt --no-fuzzy-matching "$out/po4a.cfg" >/dev/null 2>&1

for locale in en zh; do
  set -- "$out/$locale.md" --resource-path "$folder" --metadata "title=$locale"
  pandoc "$@" --standalone --embed-resources -o "$out/$locale.html"
  pandoc "$@" -o "$out/$locale.docx"
  weasyprint -q "$out/$locale.html" "$out/$locale.pdf"
done
