-- One session of Neovim's own LSP client, without plugins: what a user sees is printed as JSON.
-- Needs RBR_SERVER (a JSON list: the command of the server) and RBR_FILE (a policy with a typo in it).
local seen = {}
local command = vim.json.decode(vim.env.RBR_SERVER)

local function finish(problem)
  seen.problem = problem
  io.stdout:write(vim.json.encode(seen) .. '\n')
  vim.cmd(problem and 'cquit!' or 'qall!')
end

local function wait_for(what, ready)
  if not vim.wait(20000, ready, 50) then finish('waited in vain for ' .. what) end
end

local ok, problem = pcall(function()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.RBR_FILE))
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].filetype = 'rbr'
  local id = vim.lsp.start_client({ name = 'rbr', cmd = command, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(buffer, id)
  wait_for('the server', function()
    local client = vim.lsp.get_client_by_id(id)
    return client ~= nil and client.initialized
  end)
  wait_for('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
  seen.version = tostring(vim.version().major) .. '.' .. tostring(vim.version().minor)
  seen.diagnostics = vim.tbl_map(function(each)
    return { code = each.code or each.user_data.lsp.code, line = each.lnum, severity = each.severity }
  end, vim.diagnostic.get(buffer))

  local function params(pattern)
    vim.fn.cursor(1, 1)
    vim.fn.search(pattern, 'cW')
    return vim.lsp.util.make_position_params(0, 'utf-16')
  end
  local function ask(method, request)
    local answer, failure = vim.lsp.buf_request_sync(buffer, method, request, 20000)
    if not answer then error(method .. ': ' .. failure) end
    local result = answer[id]
    if result.err then error(method .. ': ' .. result.err.message) end
    return result.result
  end

  local hover = ask('textDocument/hover', params('^  \\zspolite:'))
  seen.hover = hover.contents.value

  -- The fix of the typo, chosen as a user would, and applied by the client.
  local at = params('polit:')
  local range = vim.lsp.util.make_range_params(0, 'utf-16')
  range.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(buffer, at.position.line) }
  local actions = ask('textDocument/codeAction', range)
  seen.action = actions[1].title
  vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
  wait_for('the finding to go', function() return #vim.diagnostic.get(buffer) == 0 end)

  local rename = params('^  \\zspolite:')
  rename.newName = 'courteous'
  vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', rename), 'utf-16')
  seen.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  wait_for('the renamed policy to be fine', function() return #vim.diagnostic.get(buffer) == 0 end)
end)
finish(not ok and tostring(problem) or nil)
