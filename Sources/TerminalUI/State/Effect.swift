public import Filters
public import LiveProtocol
public import SessionModel
public import Snapshots

/// What the dashboard wants done that it cannot do as a value.
public enum Effect: Hashable, Sendable {
    /// Leave the screen and end the program cleanly.
    case quit
    /// Draw every cell again, as if the terminal had been overwritten.
    case redraw
    /// Give the terminal back and stop, until the shell wakes the process.
    case suspend
    /// Put a text into the clipboard of whoever sits at the terminal.
    case copy(String)
    /// Have the terminal report the mouse, or leave it to the terminal's own selection.
    case useMouse(Bool)
    /// Draw in other colours from here on.
    case usePalette(Theme.Palette)
    /// Play, pause or move a replay; the next snapshot shows where it is.
    case playback(PlaybackCommand)
    /// Write a session into a file of that format (`ExportChoice.name`); answered by `Message.told`.
    case export(SessionID, format: String)
    /// Read frames from the recording; answered by `Message.framePage`. A newer request makes an older one worthless.
    case readFrames(FrameRequest)
    /// Read what is in a frame or a run of frames; answered by `Message.frameContent`.
    case readContent(FrameSpan)
    /// Keep a mark in the recording, or remove it (nil); only a failure is answered, by `Message.told`.
    case keepMark(Marks.Place, comment: String?)
    /// Read the marks of the recording; answered by `Message.marks`.
    case readMarks
    /// Look for the texts of a filter in what was said in all sessions; answered by `Message.textsFound`.
    case searchTexts(Filter)
    /// Read what the session before this one asked for; answered by `Message.earlierSetup`.
    case readEarlierSetup(before: SessionID)
    /// Remove sessions from the recording; answered by `Message.removed`, and told.
    case remove([SessionID])
    /// Ask the proxy for faults, or to end some; answered by `Message.faulted`.
    case fault([FaultRequest])
    /// Give the terminal to another livetop with these arguments, and take it back when that has ended.
    case lendTerminal([String], waits: Bool)
    /// Play a turn through an external player, in the place of what is played; answered by `Message.heard`.
    case hear(HeardTurn)
    /// Play nothing any more.
    case hush
}
