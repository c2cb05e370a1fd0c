using System.Globalization;
using System.Text;

namespace Descent.Training;

/// <summary>Numbers and tables of reports, in invariant culture.</summary>
internal static class ReportText
{
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A parameter's name and an index by its shape: <c>layer1.weight[3, 17]</c>.</summary>
    public static string Location(Parameter parameter, long index)
    {
        var shape = parameter.Shape;
        var position = new string[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            position[axis] = (index % shape[axis]).ToString(CultureInfo.InvariantCulture);
            index /= shape[axis];
        }

        return $"{parameter.Name}[{string.Join(", ", position)}]";
    }

    /// <summary>Appends rows as columns of equal width, two spaces apart; the first row is the heading.</summary>
    public static void Table(StringBuilder text, List<string[]> rows)
    {
        var widths = new int[rows[0].Length];
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                widths[column] = Math.Max(widths[column], row[column].Length);
            }
        }

        foreach (var row in rows)
        {
            var line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            text.AppendLine().Append("  ").Append(line.TrimEnd());
        }
    }
}
