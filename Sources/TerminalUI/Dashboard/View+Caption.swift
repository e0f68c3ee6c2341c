/// The picture of a model with a caption below it, where there is one and the terminal has room. The model was told to
/// draw into `Caption.room(on:)`.
public func view(_ model: Model, size: Size, caption: Caption?) -> CellGrid {
    let room = Caption.room(on: size)
    guard let caption, room != size else { return view(model, size: size) }
    var grid = CellGrid(size)
    let picture = view(model, size: room)
    for row in 0..<room.rows { grid.replace(row: row, column: 0, with: picture[row]) }
    caption.draw(in: Rect(size).dropTop(room.rows), on: &grid)
    return model.terms.isASCII ? grid.inASCII : grid
}
