using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>Reads the totals that a loop left on a device to where those of this processor's loops are.</summary>
internal sealed class DeviceTotals
{
    private double[] _read = [];
    private double[] _chunks = [];

    /// <summary>Waits for the loop, and reads its totals.</summary>
    public void Read(DeviceLaunch launch)
    {
        var totals = launch.CountTotals();
        var count = checked(launch.CountPlaces() * totals);
        if (_read.Length < count)
        {
            _read = new double[count];
        }

        launch.Device.ReadTotals(launch, _read.AsSpan(0, count));
        ReadOnlySpan<double> left = _read.AsSpan(0, count);
        for (var tensor = 0; tensor < launch.Parts.Count; tensor++)
        {
            var ofTensor = left[..(launch.CountPlaces(tensor) * totals)];
            left = left[ofTensor.Length..];
            for (var index = 0; index < totals; index++)
            {
                Record(launch, tensor, launch.TotalAt(index), ofTensor[index..], totals);
            }
        }
    }

    /// <summary>Records a total, of which every so-many-th number is one.</summary>
    private void Record(DeviceLaunch launch, int tensor, DeviceTotal total, ReadOnlySpan<double> numbers, int stride)
    {
        var (parameter, part) = launch.Parts[tensor];
        var recorded = parameter.State.Totals!;
        switch (launch.Walk)
        {
            case DeviceWalk.Rows:
                RecordRows(recorded, part.Start, launch.Shapes[tensor].Rows, launch.Shapes[tensor].Columns, total, numbers, stride);
                break;
            case DeviceWalk.Columns:
                RecordColumns(recorded, launch.Shapes[tensor].Columns, total, numbers, stride);
                break;
            default:
                for (var chunk = 0; chunk * stride < numbers.Length; chunk++)
                {
                    recorded.Record(total.Number, total.Kind, chunk * Reduction.ChunkLength, numbers[chunk * stride]);
                }

                break;
        }
    }

    /// <summary>The rest of the tree of each row.</summary>
    private void RecordRows(ReductionTotals recorded, int start, int rows, int columns, DeviceTotal total, ReadOnlySpan<double> numbers, int stride)
    {
        var chunks = Reduction.CountChunks(columns);
        if (_chunks.Length < chunks)
        {
            _chunks = new double[chunks];
        }

        var ofRow = _chunks.AsSpan(0, chunks);
        for (var row = 0; row < rows; row++)
        {
            for (var chunk = 0; chunk < chunks; chunk++)
            {
                ofRow[chunk] = numbers[((row * chunks) + chunk) * stride];
            }

            recorded.Record(total.Number, total.Kind, start + (row * columns), ReductionTree.Combine(total.Kind, ofRow));
        }
    }

    private static void RecordColumns(ReductionTotals recorded, int columns, DeviceTotal total, ReadOnlySpan<double> numbers, int stride)
    {
        for (var first = 0; first * stride < numbers.Length; first += columns)
        {
            var ofBand = recorded.ColumnsOf(total.Number, total.Kind, first / columns);
            for (var column = 0; column < columns; column++)
            {
                ofBand[column] = numbers[(first + column) * stride];
            }
        }
    }
}
