using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>Tensors as rows and columns, and how their totals lie one after the other.</content>
internal sealed partial class DeviceLaunch
{
    /// <summary>What there is one of for each row or column of the tensors: behind the rows of values once the launch is complete.</summary>
    private readonly List<double> _ofRowsAndColumns = [];

    /// <summary>Which words of <see cref="Tensors"/> say where those of a tensor begin.</summary>
    private readonly List<(int Rows, int Columns)> _places = [];

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

    /// <summary>Notes that all tensors are there.</summary>
    public void Complete()
    {
        var tensors = CollectionsMarshal.AsSpan(Tensors);
        var first = (ulong)Values.Count;
        foreach (var (rows, columns) in _places)
        {
            tensors[rows] += first << 32;
            tensors[columns] += first;
        }

        Values.AddRange(CollectionsMarshal.AsSpan(_ofRowsAndColumns));
        _places.Clear();
        _ofRowsAndColumns.Clear();
    }

    private void ClearMatrices()
    {
        Shapes.Clear();
        _places.Clear();
        _ofRowsAndColumns.Clear();
    }

    private void AddMatrix(Parameter parameter, ReadOnlySpan<double> ofRows)
    {
        if (walk == DeviceWalk.Weights)
        {
            return;
        }

        var shape = parameter.State.Matrix!.Value;
        Shapes.Add((shape.Rows, shape.Columns, shape.RowsOfBand));
        Tensors.Add((uint)shape.Columns | ((ulong)shape.Rows << 32));
        _places.Add((Tensors.Count, Tensors.Count + 1));
        Tensors.Add((uint)shape.RowsOfBand | ((ulong)_ofRowsAndColumns.Count << 32));
        _ofRowsAndColumns.AddRange(ofRows);
        Tensors.Add((ulong)_ofRowsAndColumns.Count);
        for (var index = 0; index < rule.CountCudaColumns(method, loop); index++)
        {
            var values = rule.GetCudaColumns(method, parameter.State, loop, index);
            if (OfDoubles)
            {
                _ofRowsAndColumns.AddRange(values.Values<double>());
                continue;
            }

            foreach (var value in values.Values<float>())
            {
                _ofRowsAndColumns.Add(value);
            }
        }
    }
}
