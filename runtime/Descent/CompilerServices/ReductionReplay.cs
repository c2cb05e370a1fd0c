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
        if (_tensor == _tensors.Count)
        {
            _tensors.Add(new());
        }
    }

    /// <summary>Says that the method is about to be called for the next weight.</summary>
    public void NextWeight() => _position = 0;

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

        var totals = waiting.ConvertAll(tensor => ReductionTree.TotalOf<double>(tensor.Kind, CollectionsMarshal.AsSpan(tensor.Terms)));
        var isEverywhere = waiting.TrueForAll(tensor => tensor.IsOverOptimizer);
        var ofOptimizer = ReductionTree.Combine(waiting[0].Kind, CollectionsMarshal.AsSpan(totals));
        foreach (var (tensor, total) in waiting.Zip(totals))
        {
            // Tensors that wait for a total of their own keep the others waiting for that of all.
            if (!tensor.IsOverOptimizer || isEverywhere)
            {
                tensor.Totals.Add(isEverywhere ? ofOptimizer : total);
            }

            tensor.Terms.Clear();
        }

        return false;
    }

    /// <summary>Ends the replay on this thread.</summary>
    public void Dispose() => s_current = null;

    /// <summary>The total of the next reduction of this weight if it is known; else its term is recorded if it is the first unknown one.</summary>
    internal double Next(ReductionKind kind, double term, bool isOverOptimizer)
    {
        var tensor = _tensors[_tensor];
        var position = _position++;
        if (position < tensor.Totals.Count)
        {
            return tensor.Totals[position];
        }

        if (position == tensor.Totals.Count)
        {
            (tensor.Kind, tensor.IsOverOptimizer) = (kind, isOverOptimizer);
            tensor.Terms.Add(term);
        }

        // Any number will do: this run's results are dropped. (NaN would make Math.Sign throw.)
        return 1;
    }

    /// <summary>What is known of one tensor's reductions, and the terms of the first that is not.</summary>
    private sealed class Tensor
    {
        public List<double> Totals { get; } = [];

        public List<double> Terms { get; } = [];

        public ReductionKind Kind { get; set; }

        public bool IsOverOptimizer { get; set; }
    }
}
