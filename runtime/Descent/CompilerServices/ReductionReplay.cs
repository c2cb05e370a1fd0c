using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

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

    internal static ReductionReplay Current
        => s_current ?? throw new InvalidOperationException("A reduction needs the tensor's other weights: call the rule's Reference, which calls its method for all of them.");

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
    /// <param name="state">Its state.</param>
    public void NextTensor(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        NextTensor();
        _tensors[_tensor].Shape = state.Matrix;
    }

    /// <summary>Says that the method is about to be called for the next weight.</summary>
    public void NextWeight() => (_position, _weight) = (0, _weight + 1);

    /// <summary>Ends a run over all weights of all tensors.</summary>
    /// <returns>Whether every total was known: then this run's results are those of the step.</returns>
    public bool EndRun()
    {
        _tensor = -1;
        var waiting = _tensors.Where(tensor => tensor.Terms.Count > 0).ToList();
        if (waiting.Count == 0)
        {
            return true;
        }

        var totals = waiting.ConvertAll(tensor => tensor.Combine());
        var isEverywhere = waiting.TrueForAll(tensor => tensor.Per == Per.Optimizer);
        var ofOptimizer = isEverywhere ? ReductionTree.Combine(waiting[0].Kind, totals.ConvertAll(total => total[0]).ToArray()) : 0;
        foreach (var (tensor, total) in waiting.Zip(totals))
        {
            // Tensors that wait for a total of their own keep the others waiting for that of all.
            if (tensor.Per != Per.Optimizer || isEverywhere)
            {
                tensor.Totals.Add((tensor.Per, isEverywhere ? [ofOptimizer] : total));
            }

            tensor.Terms.Clear();
        }

        return false;
    }

    /// <summary>Ends the replay on this thread.</summary>
    public void Dispose() => s_current = null;

    /// <summary>The total of the next reduction of this weight if it is known; else its term is recorded if it is the first unknown one.</summary>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="term">The term of this weight.</param>
    /// <param name="per">Whose total it is.</param>
    /// <param name="isOfEachRow">Whether each row has one term, that of its first weight.</param>
    internal double Next(ReductionKind kind, double term, Per per, bool isOfEachRow = false)
    {
        var tensor = _tensors[_tensor];
        var position = _position++;
        if (position < tensor.Totals.Count)
        {
            return tensor.TotalAt(position, _weight);
        }

        if (position == tensor.Totals.Count)
        {
            (tensor.Kind, tensor.Per, tensor.IsOfEachRow) = (kind, per, isOfEachRow);
            tensor.Terms.Add(term);
        }

        // Any number will do: this run's results are dropped. (NaN would make Math.Sign throw.)
        return 1;
    }

    /// <summary>What is known of one tensor's reductions, and the terms of the first that is not.</summary>
    private sealed class Tensor
    {
        public MatrixShape? Shape { get; set; }

        /// <summary>The totals that are known: one, or one for each row or column.</summary>
        public List<(Per Per, double[] Values)> Totals { get; } = [];

        public List<double> Terms { get; } = [];

        public ReductionKind Kind { get; set; }

        public Per Per { get; set; }

        public bool IsOfEachRow { get; set; }

        public double TotalAt(int position, int weight) => Totals[position] switch
        {
            (Per.Row, var values) => values[weight / Shape!.Value.Columns],
            (Per.Column, var values) => values[weight % Shape!.Value.Columns],
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

            if (Per == Per.Column)
            {
                return OfColumns(shape);
            }

            var rows = new double[shape.Rows];
            for (var row = 0; row < rows.Length; row++)
            {
                var ofRow = terms.Slice(row * shape.Columns, shape.Columns);
                rows[row] = IsOfEachRow ? ofRow[0] : ReductionTree.TotalOf<double>(Kind, ofRow);
            }

            return Per == Per.Row ? rows : [ReductionTree.Combine(Kind, rows)];
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
