extension ScreenState {
  /// A click selects a card, the wheel scrolls. Nothing is ever started by a mouse.
  mutating func take(_ event: MouseEvent) {
    switch event {
    case .wheel(let lines):
      if dialog == nil { scrollPane(lines: lines) } else { scrollDialog(lines) }
    case .click(let x, let y):
      guard dialog == nil, let number = HerdView(state: self, layout: Layout(of: self)).card(x: x, y: y) else { return }
      selected = number
    }
  }
}
