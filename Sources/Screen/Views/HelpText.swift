/// The help, made from the table of keys.
struct HelpText {
  let width: Int

  var lines: [StyledLine] {
    var text = LabelledText(width: width, labelColumns: 13)
    for group in KeyBinding.Group.allCases {
      text.space()
      text.add(StyledLine(group.rawValue, .bright))
      for binding in KeyMap.bindings where binding.group == group {
        text.add(binding.label, [binding.help], labelStyle: .text)
      }
      if group == .cards { text.add("1 to 9", ["the node of that number"], labelStyle: .text) }
    }
    text.space()
    text.add(StyledLine("In a dialog", .bright))
    text.add("Tab arrows", ["to the next button; up and down scroll"], labelStyle: .text)
    text.add("Enter", ["press the button in brackets; the first one changes nothing"], labelStyle: .text)
    text.add("Esc", ["close it, nothing is done"], labelStyle: .text)
    return text.lines
  }
}
