/// The help, made from the table of keys; a search leaves what has the word in it.
struct HelpText {
  let keys: KeyMap
  let page: Page
  let width: Int
  var search = ""

  var lines: [StyledLine] {
    var text = LabelledText(width: width, labelColumns: 13)
    for chapter in chapters {
      let found = chapter.entries.filter(isFound)
      if found.isEmpty { continue }
      text.space()
      text.add(StyledLine(chapter.title, .bright))
      for entry in found { text.add(entry.label, [entry.help], labelStyle: .text) }
    }
    if text.lines.isEmpty { text.add(StyledLine("nothing here is called so", .dim)) }
    return text.lines
  }

  private struct Entry {
    let label: String
    let help: String
  }

  private var chapters: [(title: String, entries: [Entry])] {
    let ofKeys = KeyBinding.Group.allCases.map { group in
      (
        group.rawValue,
        keys.bindings.filter { $0.group == group && $0.pages.contains(page) }
          .map { Entry(label: $0.label, help: $0.help) }
      )
    }
    let commands = CommandWord.all.map { command in
      let key = command.key(in: keys)
      return Entry(label: command.name, help: command.help + (key.isEmpty ? "" : " (\(key))"))
    }
    return ofKeys + [("Commands, after :", commands), ("In a dialog", HelpText.inDialog)]
  }

  private static let inDialog = [
    Entry(label: "Tab arrows", help: "to the next button; up and down scroll"),
    Entry(label: "Enter", help: "press the button in brackets; the first one changes nothing"),
    Entry(label: "/", help: "search this help"),
    Entry(label: "Esc", help: "close it, nothing is done"),
  ]

  private func isFound(_ entry: Entry) -> Bool {
    search.isEmpty || entry.label.lowercased().contains(search.lowercased())
      || entry.help.lowercased().contains(search.lowercased())
  }
}
