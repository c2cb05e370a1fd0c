using System.ComponentModel;
using System.Numerics;

namespace Descent.CompilerServices;

/// <summary>What the engine has a rule do to tensors of one element type, for each method of the rule. Not meant to be used by hand.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CompiledSweeps<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Computes what does not differ from weight to weight, and throws what that throws. Parameters at the same step share it, so it is
    /// computed once for all of them.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The parameter's state.</param>
    /// <param name="step">The step number, from 1.</param>
    public virtual void Prepare(RuleMethod method, OptimizerState state, int step)
    {
    }

    /// <summary>Computes what there is one of for each column, before a sweep over a tensor whose loops take it.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="step">The step number, from 1.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    public virtual void Begin(RuleMethod method, OptimizerState state, int step, int sweep)
    {
    }

    /// <summary>Runs one sweep of a method over a range of a tensor. All checks have been made.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="weights">The weights of the range.</param>
    /// <param name="gradients">Their gradients; empty for a method that takes none.</param>
    /// <param name="step">The step number, from 1.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    /// <param name="start">Where in the tensor the range begins.</param>
    public virtual void Run(RuleMethod method, OptimizerState state, Span<T> weights, ReadOnlySpan<T> gradients, int step, int sweep, int start)
        => throw new NotSupportedException("The rule has no loops.");

    /// <summary>Applies the operations on whole matrices that follow a sweep, once it is done.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="gradients">All gradients; empty for a method that takes none.</param>
    /// <param name="step">The step number, from 1.</param>
    /// <param name="sweep">The sweep, from 0.</param>
    public virtual void Apply(RuleMethod method, OptimizerState state, ReadOnlySpan<T> gradients, int step, int sweep)
    {
    }

    /// <summary>Runs a method over spans, as a user does who keeps no parameters.</summary>
    /// <param name="method">A method that the rule has.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="gradients">Their gradients; empty for a method that takes none.</param>
    /// <exception cref="NotSupportedException">The rule needs all parameters at once.</exception>
    public virtual void RunSpans(RuleMethod method, OptimizerState state, Span<T> weights, ReadOnlySpan<T> gradients)
        => throw new NotSupportedException("A step of this rule needs all parameters of the optimizer.");

    /// <summary>Writes the states of which there is one value for a tensor, after the last sweep.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="step">The step number, from 1.</param>
    public virtual void End(RuleMethod method, OptimizerState state, int step)
    {
    }

    /// <summary>The same after a step of some rows: states with one value for each row are written for these alone.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The tensor's state.</param>
    /// <param name="step">The step number, from 1.</param>
    /// <param name="rows">The rows.</param>
    public virtual void EndRows(RuleMethod method, OptimizerState state, int step, ReadOnlySpan<int> rows) => End(method, state, step);
}
