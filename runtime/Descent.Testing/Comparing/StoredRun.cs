using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Testing.Comparing;

/// <summary>Tells whether numbers are what is expected.</summary>
internal delegate void StoredComparison<T>(string name, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>;

/// <summary>
/// A tensor that is not stored as it is computed, beside a native one that begins each step with its decoded values. What the native one has after the step,
/// encoded by views of a third, is what the first must have.
/// </summary>
/// <typeparam name="T">The type of the arithmetic.</typeparam>
/// <typeparam name="TWeight">What weights are stored as.</typeparam>
/// <typeparam name="TGradient">What gradients are stored as.</typeparam>
internal sealed class StoredRun<T, TWeight, TGradient> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TWeight : unmanaged
    where TGradient : unmanaged
{
    private readonly RuleOptimizer _stored;
    private readonly RuleOptimizer _native;
    private readonly RuleOptimizer _encoder;
    private readonly Parameter _parameter;
    private readonly Parameter _reference;
    private readonly Parameter _encoded;
    private readonly T[] _gradients;
    private readonly T[][] _inputs;
    private readonly Case<T> _given;
    private readonly WeightPrecision _precision;

    public StoredRun(Func<RuleOptimizer> create, Case<T> given, StateStorage storage, WeightPrecision precision)
    {
        (_given, _precision) = (given, precision);
        (_stored, _native, _encoder) = (create(), create(), create());
        _gradients = new T[given.Weights.Length];
        foreach (var optimizer in new[] { _stored, _encoder })
        {
            optimizer.Storage.States = storage;
            optimizer.Storage.SmallestInBlocks = 0;
            optimizer.Storage.Weights = precision;
        }

        var weights = new TWeight[given.Weights.Length];
        _encoded = _encoder.Add("weights", weights, shape: [.. given.Shape]);
        _encoded.Weights.CopyFrom<T>(given.Weights);
        _parameter = _stored.Add("weights", weights.AsSpan().ToArray(), shape: [.. given.Shape]);
        _parameter.BindGradients(new TGradient[given.Weights.Length]);
        _reference = _native.Add("weights", _parameter.Weights.ToArray<T>(), _gradients, [.. given.Shape]);
        _inputs = [.. _stored.Schema.Inputs.Select(_ => new T[given.Weights.Length])];
        foreach (var (input, values) in _stored.Schema.Inputs.Zip(_inputs))
        {
            _parameter.BindInput<T>(input, values);
            _reference.BindInput<T>(input, values);
        }
    }

    /// <summary>Takes all steps of a case in a storage, and holds each against the native one.</summary>
    public static void Compare(Examination examination, Func<RuleOptimizer> create, Case<T> given, StateStorage storage, WeightPrecision precision)
    {
        using var run = new StoredRun<T, TWeight, TGradient>(create, given, storage, precision);
        foreach (var gradients in given.Gradients)
        {
            run.Step(gradients, (name, expected, actual) => examination.AssertEqual(
                expected, actual, name, $"weights of {typeof(TWeight).Name} ({precision}), gradients of {typeof(TGradient).Name}, states {storage}"));
        }
    }

    /// <summary>Takes a step, and compares after each method.</summary>
    public void Step(ReadOnlySpan<T> gradients, StoredComparison<T> compare)
    {
        Bind(gradients, T.CreateTruncating(_stored.EvaluatesTwice ? 2 : 1));
        if (RuleMembers.Has(_stored, RuleMethod.BeforeGradient))
        {
            Run(optimizer => optimizer.BeforeGradient(), compare);
        }

        Bind(gradients, T.One);
        Run(optimizer => optimizer.Step(), compare);
    }

    public void Dispose()
    {
        _stored.Dispose();
        _native.Dispose();
        _encoder.Dispose();
    }

    private void Run(Func<Optimizer, StepResult> method, StoredComparison<T> compare)
    {
        foreach (var (state, native) in Pairs(_parameter, _reference))
        {
            state.CopyTo(native);
        }

        var weights = Weights();
        weights.CopyTo(_reference.Weights.Span<T>());
        var before = _parameter.States.Select(state => state.Storage == StateStorage.Native ? [] : state.ToArray<T>()).ToList();
        method(_stored);
        method(_native);
        foreach (var (index, state) in _parameter.States.Index().Where(item => item.Item.Storage != StateStorage.Native))
        {
            var actual = state.ToArray<T>();
            if (Bits.FirstDifference<T>(before[index], _reference.States[index].ToArray<T>()) < 0 && Bits.FirstDifference<T>(before[index], actual) < 0)
            {
                // What no sweep of the step writes is not encoded anew.
                continue;
            }

            _reference.States[index].CopyTo(_encoded.States[index]);
            compare(state.Name, _encoded.States[index].ToArray<T>(), actual);
        }

        CompareWeights(compare, weights);
    }

    private void CompareWeights(StoredComparison<T> compare, T[] before)
    {
        ReadOnlySpan<T> exact = _reference.Weights.Span<T>();
        if (Bits.FirstDifference(before, exact) < 0 && Bits.FirstDifference<T>(before, Weights()) < 0)
        {
            return;
        }

        if (_precision is WeightPrecision.Master or WeightPrecision.SplitMaster)
        {
            compare("the weights that the rule has", exact, Weights());
        }

        if (_precision != WeightPrecision.SplitMaster)
        {
            // The upper halves of a split master are rounded away from 0 where the nearest are two.
            _encoded.Weights.CopyFrom(exact);
            compare("Weights", _encoded.Weights.ToArray<T>(), _parameter.Weights.ToArray<T>());
        }

        if (_precision == WeightPrecision.Compensated)
        {
            var stored = _encoded.Weights.ToArray<T>();
            for (var index = 0; index < stored.Length; index++)
            {
                stored[index] = T.IsFinite(stored[index]) ? exact[index] - stored[index] : T.Zero;
            }

            _encoded.WeightRemainder!.CopyFrom<T>(stored);
            compare("Compensation", _encoded.WeightRemainder.ToArray<T>(), _parameter.WeightRemainder!.ToArray<T>());
        }
    }

    /// <summary>The weights as the rule sees them.</summary>
    private T[] Weights()
    {
        var weights = _parameter.Weights.ToArray<T>();
        switch (_precision)
        {
            case WeightPrecision.Master:
                return _parameter.WeightRemainder!.ToArray<T>();
            case WeightPrecision.Compensated:
                var rest = _parameter.WeightRemainder!.ToArray<T>();
                return [.. weights.Zip(rest, (weight, lacking) => T.IsZero(lacking) ? weight : weight + lacking)];
            case WeightPrecision.SplitMaster:
                var lower = _parameter.WeightRemainder!.ReadOnlySpan<short>();
                for (var index = 0; index < weights.Length; index++)
                {
                    weights[index] = Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(weights[index]) + lower[index]);
                }

                return weights;
            default:
                return weights;
        }
    }

    /// <summary>Sets the gradients of both, as they are stored, and the inputs of the rule.</summary>
    private void Bind(ReadOnlySpan<T> gradients, T factor)
    {
        for (var index = 0; index < gradients.Length; index++)
        {
            _gradients[index] = gradients[index] * factor;
        }

        _parameter.Gradients.CopyFrom<T>(_gradients);
        _parameter.Gradients.CopyTo<T>(_gradients);
        for (var number = 0; number < _inputs.Length; number++)
        {
            _given.Input(gradients, number, _inputs[number]);
        }
    }

    /// <summary>The states that are not stored as they are computed, of two parameters.</summary>
    private static IEnumerable<(StateView, StateView)> Pairs(Parameter first, Parameter second)
        => first.States.Zip(second.States).Where(pair => pair.First.Storage != StateStorage.Native || pair.Second.Storage != StateStorage.Native);
}
