using System.Numerics;
using Descent.Generator.IR;
using Descent.Tests.Strictness.Chance;

namespace Descent.Tests.Strictness.Fuzzing;

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
    private readonly bool _namesRows = rule.NamesRows;
    private TensorTotals _totals = new(0, 0, NamesRows: false);
    private int _position, _weight;

    /// <inheritdoc/>
    public int Columns { get; set; }

    /// <inheritdoc/>
    public double[][] Bands { get; set; } = [];

    public void Run(int step, T[] weights, T[] gradients, IReadOnlyList<T[]> states, double[] scalars, IReadOnlyList<T[]> inputs)
        => Run(step, [new(weights, gradients, states, scalars, inputs) { Columns = _namesRows ? Columns : weights.Length, Bands = Bands }]);

    /// <summary>Runs one step over all tensors of an optimizer.</summary>
    public void Run(int step, IReadOnlyList<Tensor<T>> tensors)
    {
        var totals = tensors.Select(tensor => new TensorTotals(tensor.Columns, tensor.Weights.Length, _namesRows)).ToList();
        while (true)
        {
            var copies = tensors.Select(tensor => tensor.Copy()).ToList();
            for (var tensor = 0; tensor < tensors.Count; tensor++)
            {
                _totals = totals[tensor];
                _totals.Clear();
                for (var index = 0; index < tensors[tensor].Weights.Length; index++)
                {
                    RunOne(step, index, copies[tensor], tensors[tensor]);
                }
            }

            var waiting = totals.Where(total => total.IsWaiting).ToList();
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
            double? ofOptimizer = waiting[0] is { Matrices: null, Over: Over.Optimizer } ? PlainTree.Combine(waiting[0].Kind, [.. waiting.Select(total => total.Combine()[0])]) : null;
            waiting.ForEach(total => total.Combine<T>(ofOptimizer));
        }
    }

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

    private void RunOne(int step, int index, Tensor<T> tensor, Tensor<T> before)
    {
        (_position, _weight) = (0, index);
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
            variables[RuleTree.Weight] = weight;
            variables[RuleTree.Gradient] = gradient;
            variables[RuleTree.Update] = update;
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
                variables[method.Values[state].Symbol] = method.Values[state].Scope switch
                {
                    Axes.Weight => Element(tensor.States[_places[firstState + state]][index]),
                    Axes.Row or Axes.Column when method.Values[state].IsSquare => Square(before.Bands[firstState + state]),
                    Axes.Row => Number(before.Bands[firstState + state][index / tensor.Columns], Level.Row),
                    Axes.Column => Number(before.Bands[firstState + state][index % tensor.Columns], Level.Column),
                    Axes.Tensor => Number(before.Scalars[firstState + state], Level.Tensor),
                    _ => Number(before.Scalars[firstState + state], Level.Step),
                };
            }

            Run(method, variables);
            for (var state = 0; state < method.Values.Count; state++)
            {
                var value = variables[method.Values[state].Symbol];
                switch (method.Values[state].Scope)
                {
                    case Axes.Weight:
                        tensor.States[_places[firstState + state]][index] = value.AsElement;
                        break;
                    case Axes.Row or Axes.Column when value.Square is { } square:
                        tensor.Bands[firstState + state] = square;
                        break;
                    case Axes.Row:
                        tensor.Bands[firstState + state][index / tensor.Columns] = value.Number;
                        break;
                    case Axes.Column:
                        tensor.Bands[firstState + state][index % tensor.Columns] = value.Number;
                        break;
                    default:
                        tensor.Scalars[firstState + state] = value.Number;
                        break;
                }
            }

            (weight, update) = method.Role == Role.Transform ? (weight, variables.Returned) : (variables[RuleTree.Weight], update);
        }

        tensor.Weights[index] = (hasStepped ? weight : Binary("-", weight, update, isConstant: false)).AsElement;
    }

    /// <summary>The total if it is known; else the term is recorded, if it is of the first unknown total, and the result does not count.</summary>
    protected override Value<T> Reduce(string kind, Over over, Value<T> term)
    {
        var position = _position++;
        if (position == _totals.Known.Count)
        {
            (_totals.Kind, _totals.Over) = (kind, over);
            _totals.Terms.Add(over == Over.Rows ? term.Number : double.CreateTruncating(term.AsElement));
        }

        return Number(position < _totals.Known.Count ? _totals.At(position, _weight) : 1, Levels.OfTotal(over));
    }

    /// <summary>The same for an operation on whole matrices.</summary>
    protected override (Value<T> Given, IReadOnlyList<Value<T>> Squares) Apply(Node operation, IReadOnlyList<Value<T>> arguments)
    {
        var position = _position++;
        if (position < _totals.Known.Count)
        {
            return (Element(T.CreateTruncating(_totals.At(position, _weight))), [.. _totals.Known[position].Squares.Select(Square)]);
        }

        if (position == _totals.Known.Count)
        {
            _totals.Matrices ??= TensorMatrices.Of(operation, arguments);
            _totals.Terms.AddRange(arguments.Where((_, index) => TensorMatrices.IsMatrix(operation, index)).Select(argument => double.CreateTruncating(argument.AsElement)));
        }

        return (Element(T.One), []);
    }

    /// <inheritdoc/>
    protected override double CountOf(Over over) => _totals.CountOf(over);
}
