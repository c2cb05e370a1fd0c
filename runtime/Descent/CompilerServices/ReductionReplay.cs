using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Whose total a reduction makes.</summary>
internal enum ReductionOwner
{
    /// <summary>A tensor's, with a term for each weight.</summary>
    Tensor,

    /// <summary>A tensor's, with a term for each row, that of its first weight.</summary>
    TensorOfRows,

    /// <summary>Each row's.</summary>
    Row,

    /// <summary>Each column's.</summary>
    Column,

    /// <summary>The whole optimizer's.</summary>
    Optimizer,

    /// <summary>No total: what an operation on whole matrices gives each weight.</summary>
    Weight,
}

/// <summary>An operation on whole matrices, in <see cref="double"/>. Not meant to be used by hand.</summary>
/// <param name="arguments">The matrices that it takes, one after the other, each row by row.</param>
/// <param name="result">The matrix that it gives.</param>
/// <param name="rows">How many rows the tensor has.</param>
/// <param name="columns">How many columns.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void WholeMatrixFunction(ReadOnlySpan<double> arguments, Span<double> result, int rows, int columns);

/// <summary>
/// Lets a rule with reductions run as the plain C# it is. The method is run over all weights several times: once to record the terms of
/// its first reduction, once more with that total known to record those of the second, and so on; the last run counts. Not meant to be
/// used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ReductionReplay : IDisposable
{
    [ThreadStatic]
    private static ReductionReplay? s_current;

    private readonly List<Tensor> _tensors = [];
    private int _tensor = -1;
    private int _position;
    private int _weight;

    /// <summary>Starts a replay on this thread.</summary>
    /// <exception cref="InvalidOperationException">One is under way on this thread.</exception>
    public ReductionReplay()
    {
        if (s_current is not null)
        {
            throw new InvalidOperationException("A rule with reductions is being run on this thread; its method cannot run another.");
        }

        s_current = this;
    }

    /// <summary>For <c>WholeMatrix</c>: applies an operation to the values of all weights, once they are known.</summary>
    /// <param name="arguments">The values of this weight.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The value that it gives this weight.</returns>
    /// <exception cref="InvalidOperationException">No replay is under way on this thread.</exception>
    public static double Apply(ReadOnlySpan<double> arguments, WholeMatrixFunction operation) => Current.Next(arguments, operation);

    internal static ReductionReplay Current
        => s_current ?? throw new InvalidOperationException("A reduction, or an operation on whole matrices, needs the tensor's other weights: call the rule's Reference, which calls its method for all of them.");

    /// <summary>Says that the method is about to be called for the weights of the next tensor.</summary>
    public void NextTensor()
    {
        _tensor++;
        _weight = -1;
        if (_tensor == _tensors.Count)
        {
            _tensors.Add(new());
        }
    }

    /// <summary>Says that the method is about to be called for the weights of the next tensor, whose rows or columns the rule names.</summary>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="columns">How many columns.</param>
    public void NextTensor(int rows, int columns)
    {
        NextTensor();
        _tensors[_tensor].Shape = new(rows, columns, rows * columns);
    }

    /// <summary>Says that the method is about to be called for the next weight.</summary>
    public void NextWeight() => (_position, _weight) = (0, _weight + 1);

    /// <summary>Ends a run over all weights of all tensors.</summary>
    /// <returns>Whether every total was known: then this run's results are those of the step.</returns>
    public bool EndRun()
    {
        _tensor = -1;
        var waiting = _tensors.Where(tensor => tensor.Terms.Count > 0 || tensor.Operation is not null).ToList();
        if (waiting.Count == 0)
        {
            return true;
        }

        var totals = waiting.ConvertAll(tensor => tensor.Combine());
        var isEverywhere = waiting.TrueForAll(tensor => tensor.Owner == ReductionOwner.Optimizer);
        var ofOptimizer = isEverywhere ? ReductionTree.Combine(waiting[0].Kind, totals.ConvertAll(total => total[0]).ToArray()) : 0;
        foreach (var (tensor, total) in waiting.Zip(totals))
        {
            // Tensors that wait for a total of their own keep the others waiting for that of all.
            if (tensor.Owner != ReductionOwner.Optimizer || isEverywhere)
            {
                tensor.Totals.Add((tensor.Operation is null ? tensor.Owner : ReductionOwner.Weight, isEverywhere ? [ofOptimizer] : total));
            }

            tensor.Terms.Clear();
            tensor.Operation = null;
        }

        return false;
    }

    /// <summary>Ends the replay on this thread.</summary>
    public void Dispose() => s_current = null;

    /// <summary>The total of the next reduction of this weight if it is known; else its term is recorded if it is the first unknown one.</summary>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="term">The term of this weight.</param>
    /// <param name="owner">Whose total it is.</param>
    internal double Next(ReductionKind kind, double term, ReductionOwner owner)
    {
        var tensor = _tensors[_tensor];
        var position = _position++;
        if (position < tensor.Totals.Count)
        {
            return tensor.TotalAt(position, _weight);
        }

        if (position == tensor.Totals.Count)
        {
            (tensor.Kind, tensor.Owner) = (kind, owner);
            tensor.Terms.Add(term);
        }

        // Any number will do: this run's results are dropped. (NaN would make Math.Sign throw.)
        return 1;
    }

    /// <summary>The value of this weight that the next operation on whole matrices gives if it was applied; else its arguments are recorded if it is the first that was not.</summary>
    /// <param name="arguments">The values of this weight.</param>
    /// <param name="operation">What is applied to those of all weights.</param>
    /// <returns>The value; nothing of meaning if the operation gives none.</returns>
    internal double Next(ReadOnlySpan<double> arguments, WholeMatrixFunction operation)
    {
        var tensor = _tensors[_tensor];
        var position = _position++;
        if (position < tensor.Totals.Count)
        {
            return tensor.TotalAt(position, _weight);
        }

        if (position == tensor.Totals.Count)
        {
            tensor.Operation = operation;
            tensor.Terms.AddRange(arguments);
        }

        return 1;
    }

    /// <summary>What is known of one tensor's reductions, and the terms of the first that is not.</summary>
    private sealed class Tensor
    {
        /// <summary>The operation on whole matrices that is next, if none of the reductions is; the terms are its arguments, weight by weight.</summary>
        public WholeMatrixFunction? Operation { get; set; }

        public MatrixShape? Shape { get; set; }

        /// <summary>The totals that are known: one, or one for each row or column.</summary>
        public List<(ReductionOwner Owner, double[] Values)> Totals { get; } = [];

        public List<double> Terms { get; } = [];

        public ReductionKind Kind { get; set; }

        public ReductionOwner Owner { get; set; }

        public double TotalAt(int position, int weight) => Totals[position] switch
        {
            (ReductionOwner.Row, var values) => values[weight / Shape!.Value.Columns],
            (ReductionOwner.Column, var values) => values[weight % Shape!.Value.Columns],
            (ReductionOwner.Weight, var values) => values[weight],
            (_, var values) => values[0],
        };

        /// <summary>The totals of the terms: one, or one for each row or column.</summary>
        public double[] Combine()
        {
            var terms = CollectionsMarshal.AsSpan(Terms);
            if (Shape is not { } shape)
            {
                return [ReductionTree.TotalOf<double>(Kind, terms)];
            }

            if (Operation is { } operation)
            {
                return Apply(operation, shape);
            }

            if (Owner == ReductionOwner.Column)
            {
                return OfColumns(shape);
            }

            var rows = new double[shape.Rows];
            for (var row = 0; row < rows.Length; row++)
            {
                var ofRow = terms.Slice(row * shape.Columns, shape.Columns);
                rows[row] = Owner == ReductionOwner.TensorOfRows ? ofRow[0] : ReductionTree.TotalOf<double>(Kind, ofRow);
            }

            return Owner == ReductionOwner.Row ? rows : [ReductionTree.Combine(Kind, rows)];
        }

        private double[] Apply(WholeMatrixFunction operation, MatrixShape shape)
        {
            var length = shape.Rows * shape.Columns;
            var arguments = new double[Terms.Count];
            var count = Terms.Count / length;
            for (var index = 0; index < arguments.Length; index++)
            {
                arguments[(index % count * length) + (index / count)] = Terms[index];
            }

            var result = new double[length];
            operation(arguments, result, shape.Rows, shape.Columns);
            return result;
        }

        private double[] OfColumns(MatrixShape shape)
        {
            var totals = new double[shape.Columns];
            var bands = new double[shape.Bands];
            for (var column = 0; column < totals.Length; column++)
            {
                Array.Fill(bands, Reduction.Identity(Kind));
                for (var row = 0; row < shape.Rows; row++)
                {
                    ref var band = ref bands[row / shape.RowsOfBand];
                    band = Reduction.Combine(Kind, band, Terms[(row * shape.Columns) + column]);
                }

                totals[column] = ReductionTree.Combine(Kind, bands);
            }

            return totals;
        }
    }
}
