namespace Descent.Benchmarks.Measurement;

/// <summary>A table that reads well in a terminal and in a page.</summary>
/// <param name="columns">The heads of the columns; all but the first are aligned to the right.</param>
internal sealed class MarkdownTable(params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter output)
    {
        var widths = columns.Select((column, index) => _rows.Select(row => row[index].Length).Append(column.Length).Max()).ToArray();
        WriteRow(output, columns, widths);
        WriteRow(output, [.. widths.Select((width, index) => index == 0 ? new string('-', width) : new string('-', width - 1) + ":")], widths);
        foreach (var row in _rows)
        {
            WriteRow(output, row, widths);
        }
    }

    private static void WriteRow(TextWriter output, string[] cells, int[] widths)
        => output.WriteLine($"| {string.Join(" | ", cells.Select((cell, index) => index == 0 ? cell.PadRight(widths[index]) : cell.PadLeft(widths[index])))} |");
}
