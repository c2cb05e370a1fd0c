using System.Numerics;
using Descent.CompilerServices;
using Descent.Generator.IR;
using Descent.Tests.Strictness.Chance;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>What a rule works on: a tensor's weights, and what belongs to it.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Gradients">Their gradients.</param>
/// <param name="States">The states with one value for each weight.</param>
/// <param name="Scalars">The value of each other state, by its number among all states.</param>
/// <param name="Inputs">The values of each input.</param>
internal sealed record Tensor<T>(T[] Weights, T[] Gradients, IReadOnlyList<T[]> States, double[] Scalars, IReadOnlyList<T[]> Inputs)
{
    /// <summary>The name of its parameter.</summary>
    public string Name { get; init; } = "weights";

    public Tensor<T> Copy() => this with { Weights = [.. Weights], States = [.. States.Select(state => (T[])state.Clone())], Scalars = [.. Scalars] };

    public void Take(Tensor<T> other)
    {
        other.Weights.CopyTo(Weights, 0);
        other.Scalars.CopyTo(Scalars, 0);
        for (var state = 0; state < States.Count; state++)
        {
            other.States[state].CopyTo(States[state], 0);
        }
    }
}

/// <summary>
/// Runs a step of a random rule over all weights of all tensors: the methods one after the other, each by its tree. With reductions it is
/// run again, on copies, until every total is known; the last run counts.
/// </summary>
internal sealed class RuleEvaluator<T>(RuleTree rule) : TreeEvaluator<T>(rule), ISpecification<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RuleTree _rule = rule;
    private readonly IReadOnlyList<Turn> _turns = rule.Turns;

    /// <summary>Where the memory of each state is, among those with one value for each weight.</summary>
    private readonly int[] _places = [.. rule.States.Select((_, index) => rule.States.Take(index).Count(before => before.Scope == Axes.Weight))];
    private Totals _totals = new();
    private int _position;

    /// <summary>The totals of a tensor, and the terms of its first reduction whose total is not known.</summary>
    private sealed class Totals
    {
        public List<double> Known { get; } = [];

        public List<T> Terms { get; } = [];

        public string Kind { get; set; } = "";

        public bool IsOverOptimizer { get; set; }

        public double Total => ReductionTree.TotalOf<T>(KindOf(Kind), Terms.ToArray());
    }

    public void Run(int step, T[] weights, T[] gradients, IReadOnlyList<T[]> states, double[] scalars, IReadOnlyList<T[]> inputs)
        => Run(step, [new(weights, gradients, states, scalars, inputs)]);

    /// <summary>Runs one step over all tensors of an optimizer.</summary>
    public void Run(int step, IReadOnlyList<Tensor<T>> tensors)
    {
        var totals = tensors.Select(_ => new Totals()).ToList();
        while (true)
        {
            var copies = tensors.Select(tensor => tensor.Copy()).ToList();
            for (var tensor = 0; tensor < tensors.Count; tensor++)
            {
                _totals = totals[tensor];
                _totals.Terms.Clear();
                for (var index = 0; index < tensors[tensor].Weights.Length; index++)
                {
                    RunOne(step, index, copies[tensor], tensors[tensor].Scalars);
                }
            }

            var waiting = totals.Where(total => total.Terms.Count > 0).ToList();
            if (waiting.Count == 0)
            {
                for (var tensor = 0; tensor < tensors.Count; tensor++)
                {
                    tensors[tensor].Take(copies[tensor]);
                }

                ShareStatesOfOptimizer(tensors);
                return;
            }

            // All tensors of an optimizer wait for the same reduction: no condition decides about one over the optimizer.
            var ofOptimizer = ReductionTree.Combine(KindOf(waiting[0].Kind), waiting.Select(total => total.Total).ToArray());
            waiting.ForEach(total => total.Known.Add(total.IsOverOptimizer ? ofOptimizer : total.Total));
        }
    }

    private static Descent.CompilerServices.ReductionKind KindOf(string name) => Enum.Parse<Descent.CompilerServices.ReductionKind>(name);

    /// <summary>What one tensor with weights left in a state of the optimizer is there for all.</summary>
    private void ShareStatesOfOptimizer(IReadOnlyList<Tensor<T>> tensors)
    {
        var source = tensors.FirstOrDefault(tensor => tensor.Weights.Length > 0) ?? tensors[0];
        foreach (var (_, index) in _rule.States.Select((state, index) => (state, index)).Where(pair => pair.state.Scope == Axes.Optimizer))
        {
            foreach (var tensor in tensors)
            {
                tensor.Scalars[index] = source.Scalars[index];
            }
        }
    }

    private void RunOne(int step, int index, Tensor<T> tensor, double[] oldScalars)
    {
        _position = 0;
        var (input, use) = (0, 0);
        var (weight, gradient) = (Element(tensor.Weights[index]), Element(tensor.Gradients[index]));
        var (update, hasStepped) = (gradient, !_rule.IsChain);
        foreach (var (method, firstState) in _turns)
        {
            if (method.Role == Role.AfterStep && !hasStepped)
            {
                (weight, hasStepped) = (Binary("-", weight, update, isConstant: false), true);
            }

            var variables = new Variables<T>();
            variables[RuleTree.Weight] = Own(weight);
            variables[RuleTree.Gradient] = Own(gradient);
            variables[RuleTree.Update] = Own(update);
            variables[RuleTree.Step] = Integer(step, Level.Step);
            variables[RuleTree.K] = Integer(method.Period, Level.Step);
            variables[RuleTree.Phase] = Integer(step % method.Period, Level.Step);
            foreach (var symbol in method.Inputs)
            {
                variables[symbol] = Element(tensor.Inputs[input++][index]);
            }

            foreach (var (symbol, distribution) in method.Draws)
            {
                variables[symbol] = Element(SecondChance.Of<T>(distribution, seed: 0, tensor.Name, step, index, use++));
            }

            for (var state = 0; state < method.Values.Count; state++)
            {
                var (symbol, scope) = (method.Values[state].Symbol, method.Values[state].Scope);
                variables[symbol] = scope == Axes.Weight
                    ? Element(tensor.States[_places[firstState + state]][index])
                    : Number(oldScalars[firstState + state], scope == Axes.Tensor ? Level.Tensor : Level.Step);
            }

            Run(method, variables);
            for (var state = 0; state < method.Values.Count; state++)
            {
                var value = variables[method.Values[state].Symbol];
                if (method.Values[state].Scope == Axes.Weight)
                {
                    tensor.States[_places[firstState + state]][index] = value.AsElement;
                }
                else
                {
                    tensor.Scalars[firstState + state] = value.Number;
                }
            }

            (weight, update) = method.Role == Role.Transform ? (weight, Own(variables.Returned)) : (Own(variables[RuleTree.Weight]), update);
        }

        tensor.Weights[index] = (hasStepped ? weight : Binary("-", weight, update, isConstant: false)).AsElement;
    }

    /// <summary>The total if it is known; else the term is recorded, if it is of the first unknown total, and the result does not count.</summary>
    protected override Value<T> Reduce(Node reduction, string kind, Value<T> term)
    {
        var (position, isOverOptimizer) = (_position++, reduction.Value == Node.OverOptimizer);
        if (position == _totals.Known.Count)
        {
            (_totals.Kind, _totals.IsOverOptimizer) = (kind, isOverOptimizer);
            _totals.Terms.Add(term.AsElement);
        }

        return Number(position < _totals.Known.Count ? _totals.Known[position] : 1, isOverOptimizer ? Level.Optimizer : Level.Tensor);
    }
}
