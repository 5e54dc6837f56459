-- One persistent pandoc: a JSON request a line on stdin, a JSON reply a line on stdout.
io.stdout:setvbuf('line')

local verbs = {}

-- The position of a plain word behind the first inline of its run: five sixths of all JSON, and
-- no line of ours stands on one. A word with a bracket or an escape in it keeps its position.
local word = ',{"t":"Span","c":%[%["",%[%],%[%["wrapper","1"%],%["data%-pos","[^"]*"%]%]%],'
  .. '%[({"t":"[^][\\]*})%]%]}'

function verbs.read(request)
  local documents = {}
  for index, text in ipairs(request.texts) do
    local document = pandoc.write(pandoc.read(text, request.format), 'json')
    documents[index] = document:gsub(word, ',%1')
  end
  return '[' .. table.concat(documents, ',') .. ']'
end

function verbs.write(request)
  local options = pandoc.WriterOptions {
    wrap_text = 'none', section_divs = true, html_math_method = 'mathml',
    email_obfuscation = 'none',
  }
  local texts = {}
  for index, document in ipairs(request.documents) do
    texts[index] = pandoc.write(pandoc.read(document, 'json'), request.to, options)
  end
  return pandoc.json.encode(texts)
end

function verbs.whole(request)
  local options = pandoc.WriterOptions {
    wrap_text = 'none', template = pandoc.template.default(request.to),
  }
  return pandoc.json.encode { pandoc.write(pandoc.read(request.document, 'json'), request.to, options) }
end

-- Puts the pictures of a request where pandoc looks for them, and nothing else.
local function carry(media)
  pandoc.mediabag.empty()
  for _, medium in ipairs(media) do
    local file = assert(io.open(medium.file, 'rb'))
    pandoc.mediabag.insert(medium.name, medium.type, file:read('a'))
    file:close()
  end
end

-- Writes a document of many parts to the file that the request names.
local function laid_down(request, to, options)
  local bytes = pandoc.write(pandoc.read(request.document, 'json'), to, options)
  local out = assert(io.open(request.out, 'wb'))
  out:write(bytes)
  out:close()
  return '[]'
end

function verbs.epub(request)
  carry(request.media)
  local options = pandoc.WriterOptions {
    wrap_text = 'none', html_math_method = 'mathml', epub_subdirectory = 'EPUB',
    template = pandoc.template.default('epub3'), section_divs = true,
  }
  return laid_down(request, 'epub3', options)
end

function verbs.docx(request)
  carry(request.media)
  local options = pandoc.WriterOptions { reference_doc = request.reference }
  if request.template ~= '' then options.template = request.template end
  return laid_down(request, 'docx', options)
end

for line in io.lines() do
  local done, result = pcall(function()
    local request = pandoc.json.decode(line, false)
    return verbs[request.verb](request)
  end)
  local reply = done and result or pandoc.json.encode { fault = tostring(result) }
  io.stdout:write(reply, '\n')
end
