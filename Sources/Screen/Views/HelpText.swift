/// The help, made from the table of keys.
struct HelpText {
  let page: Page
  let width: Int

  var lines: [StyledLine] {
    var text = LabelledText(width: width, labelColumns: 13)
    for group in KeyBinding.Group.allCases {
      let bindings = KeyMap.bindings.filter { $0.group == group && $0.pages.contains(page) }
      if bindings.isEmpty { continue }
      text.space()
      text.add(StyledLine(group.rawValue, .bright))
      for binding in bindings { text.add(binding.label, [binding.help], labelStyle: .text) }
    }
    text.space()
    text.add(StyledLine("Commands, after :", .bright))
    for command in CommandWord.all {
      text.add(command.name, [command.help + (command.key.isEmpty ? "" : " (\(command.key))")], labelStyle: .text)
    }
    text.space()
    text.add(StyledLine("In a dialog", .bright))
    text.add("Tab arrows", ["to the next button; up and down scroll"], labelStyle: .text)
    text.add("Enter", ["press the button in brackets; the first one changes nothing"], labelStyle: .text)
    text.add("Esc", ["close it, nothing is done"], labelStyle: .text)
    return text.lines
  }
}
