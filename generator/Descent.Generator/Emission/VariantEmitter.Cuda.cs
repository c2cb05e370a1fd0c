using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <content>What loops on a GPU take from totals, where the host computes it.</content>
internal sealed partial class VariantEmitter
{
    /// <summary>What a loop takes from totals of which there is one for the tensor.</summary>
    public IReadOnlyList<(int Scalar, int Value)> LateOfTensor(KernelRun run) => [.. run.Late.Where(late => !method.AxesOf(late.Scalar).IsOfRows())];

    /// <summary>Writes what the loops of a sweep take from totals, at its places in a row of numbers.</summary>
    public void WriteCudaValues(SourceWriter writer, Sweep sweep, System.Func<int, int> placeOf)
    {
        var late = sweep.Loops.SelectMany(LateOfTensor).ToList();
        var taken = IsOfMatrices ? late.Select(item => item.Value) : sweep.Loops[0].Scalars;
        var scalars = Scalars(taken);
        scalars.Write(writer, taken);
        foreach (var (scalar, value) in late)
        {
            writer.Line($"cudaValues[{Text(placeOf(scalar))}] = {Number(scalar, scalars.Text(value)).Text};");
        }
    }

    /// <summary>Writes what a loop takes of which there is one for each row, row after row.</summary>
    public void WriteCudaRows(SourceWriter writer, KernelRun run, IReadOnlyList<int> places)
    {
        var late = LateOfRows(run);
        WriteForEachRow(writer, [.. late.Select(item => item.Value)], scalars =>
        {
            foreach (var (scalar, value) in late)
            {
                var row = places.Count == 1 ? "row" : $"({Text(places.Count)} * row) + {Text(places.TakeWhile(place => place != scalar).Count())}";
                writer.Line($"cudaRows[{row}] = {Number(scalar, scalars.Text(value)).Text};");
            }
        });
    }

    /// <summary>Writes what a sweep leaves of each row for the tensor's totals.</summary>
    public void WriteCudaRecorded(SourceWriter writer, Sweep sweep)
        => WriteForEachRow(writer, [.. sweep.Recorded.Select(total => Program[total].Operands[0])], scalars => WriteRecorded(writer, sweep, scalars));

    private void WriteForEachRow(SourceWriter writer, IReadOnlyList<int> values, System.Action<LateScalars> body)
    {
        var scalars = Scalars(values, keepsOfTensor: true);
        scalars.Write(writer, values, IsOfTensor);
        using (writer.Block("for (var row = 0; row < state.Rows; row++)"))
        {
            scalars.Write(writer, values);
            body(scalars);
        }
    }

    private Expression Number(int scalar, Expression value)
        => Program[scalar].Type == ScalarType.Boolean ? Expression.Conditional(value, Expression.Primary("1.0"), Expression.Primary("0.0")) : value;
}
