import Planning

extension ScreenState {
  /// Moves the pane by so many lines, or by pages of what is visible now.
  mutating func scrollPane(lines: Int = 0, pages: Int = 0) {
    let pane = PaneText(of: self)
    let last = pane.lastNumber
    guard let last else { return }
    let bottom = min(pane.bottomNumber, last)
    let step = lines + pages * max(pane.visible.count - 1, 1)
    guard let target = pane.number(bottom, movedBy: step) else { return }
    let lowest = pane.lowestBottom
    let landed = max(target, min(lowest, last))
    self.pane.bottom = landed >= last && step > 0 ? nil : landed
  }

  /// Moves the pane to the oldest line.
  mutating func scrollPaneToOldest() {
    let pane = PaneText(of: self)
    guard let last = pane.lastNumber else { return }
    let lowest = pane.lowestBottom
    self.pane.bottom = lowest >= last ? nil : lowest
  }
}
