using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>Tensors as rows and columns, and how their totals lie one after the other.</content>
internal sealed partial class DeviceLaunch
{
    /// <summary>What this processor computed of each row or column of the tensors, one after the other.</summary>
    public List<double> OfLines { get; } = [];

    /// <summary>Which words of <see cref="Tensors"/> have the place of the first number of a tensor among these, and in the end its address.</summary>
    public List<int> WordsOfLines { get; } = [];

    /// <summary>How it walks over a tensor.</summary>
    public DeviceWalk Walk => walk;

    /// <summary>The tensors as matrices; none where the rule names neither rows nor columns.</summary>
    public List<(int Rows, int Columns, int RowsOfBand)> Shapes { get; } = [];

    /// <summary>How many places of totals a tensor has: its chunks, or those of its rows, or the columns of its bands.</summary>
    /// <param name="tensor">Its number in the launch.</param>
    public int CountPlaces(int tensor) => walk switch
    {
        DeviceWalk.Rows => Shapes[tensor].Rows * Reduction.CountChunks(Shapes[tensor].Columns),
        DeviceWalk.Columns => (Shapes[tensor].Rows + Shapes[tensor].RowsOfBand - 1) / Shapes[tensor].RowsOfBand * Shapes[tensor].Columns,
        _ => Reduction.CountChunks(Lengths[tensor]),
    };

    /// <summary>Those of all tensors.</summary>
    public int CountPlaces()
    {
        var places = 0;
        for (var tensor = 0; tensor < Lengths.Count; tensor++)
        {
            places = checked(places + CountPlaces(tensor));
        }

        return places;
    }

    /// <summary>Adds what this processor knows of what is computed of a tensor, and gives its place.</summary>
    public int AddInputs(ReadOnlySpan<double> inputs)
    {
        var first = Inputs.Count;
        Inputs.AddRange(inputs);
        return first;
    }

    /// <summary>Adds a tensor, or rows of one, of which, or of whose rows, columns or optimizer, something is computed.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="part">What of it.</param>
    /// <param name="lines">Where the totals of that lie, and where what a loop takes goes.</param>
    /// <param name="firstInput">The place of what this processor knows of that.</param>
    public void AddLines(Parameter parameter, in DevicePart part, DeviceLines lines, int firstInput)
    {
        Tensors.Add((ulong)firstInput);
        Tensors.Add(lines.OfTensor);
        Tensors.Add(lines.OfOptimizer);
        Tensors.Add(walk == DeviceWalk.EachColumn ? lines.ColumnTotals : lines.RowTotals);
        Tensors.Add(walk == DeviceWalk.EachColumn ? lines.ColumnValues : lines.RowValues);
        Tensors.Add(parameter.State.Kept?.Address ?? 0);
        Tensors.Add(rule.Kept?.Address ?? 0);
        if (walk is DeviceWalk.EachRow or DeviceWalk.EachColumn)
        {
            parameter.State.OnDevice!.AddLines(Tensors, walk == DeviceWalk.EachColumn ? Per.Column : Per.Row, part.FirstRowOf(parameter.State));
        }

        Lengths.Add(walk switch
        {
            DeviceWalk.EachRow => part.RowsOf(parameter.State),
            DeviceWalk.EachColumn => parameter.State.Columns,
            _ => 1,
        });
    }

    private void ClearMatrices()
    {
        Shapes.Clear();
        OfLines.Clear();
        WordsOfLines.Clear();
    }

    private void AddMatrix(Parameter parameter, in DevicePart part, ReadOnlySpan<double> ofRows, DeviceLines? lines)
    {
        if (walk == DeviceWalk.Weights)
        {
            return;
        }

        var shape = parameter.State.Matrix!.Value;
        var rows = part.RowsOf(parameter.State);
        Shapes.Add((rows, shape.Columns, shape.RowsOfBand));
        Tensors.Add((uint)shape.Columns | ((ulong)rows << 32));
        Tensors.Add((uint)shape.RowsOfBand);
        if (lines is { } there)
        {
            Tensors.Add(there.RowValues);
            Tensors.Add(there.ColumnValues);
            return;
        }

        WordsOfLines.AddRange([Tensors.Count, Tensors.Count + 1]);
        Tensors.Add((ulong)OfLines.Count);
        var values = rule.CountCudaRows(method, loop);
        OfLines.AddRange(ofRows.Slice(part.FirstRowOf(parameter.State) * values, rows * values));
        Tensors.Add((ulong)OfLines.Count);
        for (var index = 0; index < rule.CountCudaColumns(method, loop); index++)
        {
            var ofColumns = rule.GetCudaColumns(method, parameter.State, loop, index);
            if (OfDoubles)
            {
                OfLines.AddRange(ofColumns.Values<double>());
                continue;
            }

            foreach (var value in ofColumns.Values<float>())
            {
                OfLines.Add(value);
            }
        }
    }
}

/// <summary>Where a device has the totals of a tensor, and what it computes of its rows and columns in a step.</summary>
/// <param name="OfTensor">The totals of the tensor.</param>
/// <param name="OfOptimizer">Those of the optimizer.</param>
/// <param name="RowTotals">Those of the first row, which those of the next follow.</param>
/// <param name="ColumnTotals">The same of columns.</param>
/// <param name="RowValues">What a loop takes of each row.</param>
/// <param name="ColumnValues">The same of columns.</param>
internal readonly record struct DeviceLines(ulong OfTensor, ulong OfOptimizer, ulong RowTotals, ulong ColumnTotals, ulong RowValues, ulong ColumnValues);
