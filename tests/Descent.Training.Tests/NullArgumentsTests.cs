using System.Reflection;

namespace Descent.Training.Tests;

/// <summary>Whoever is given null where something is due says so, by the name of the argument: by no KeyNotFoundException, and no NullReferenceException.</summary>
public sealed class NullArgumentsTests : IDisposable
{
    private readonly AdaHessian _optimizer = new();
    private readonly Dictionary<Type, object> _samples;

    public NullArgumentsTests()
    {
        var parameter = _optimizer.Add("w", new double[] { 1, 2 }, [0.5, 0.25]);
        var terms = new GradientCheck().RunTerms(_optimizer, [new LossTerm("loss", () => 0)]);
        var space = new SearchSpace(SearchDimension.Uniform("rate", 0, 1));
        var average = new StochasticWeightAverage(_optimizer);
        average.Update();
        var found = new HyperparameterSearch(space, new RandomSearch(2)).Run(trial => trial["rate"]);
        _samples = new object[]
        {
            _optimizer, parameter, parameter.States[0], parameter.Inputs[0], parameter.Weights, _optimizer.Options, _optimizer.Storage, _optimizer.Hyperparameters[0],
            new OptimizerGroup(new Adam()), terms, terms.Terms[0], space, space.At(0.5), found, average, new WeightSnapshot(_optimizer), new SnapshotEnsemble(_optimizer, 2),
            new TrainingMonitor(_optimizer), Schedule.From(step => step), new RandomSource(1), new LossScaler(_optimizer), new CheckpointOptions(), new GradientCheck(), new OverfitCheck(), new Newton(_optimizer), new Lbfgs(_optimizer), new CriticalPointAnalysis(), new EarlyStopping(1), ParameterSelection.All,
            new double[2], "some", new Func<double>(() => 0), StringComparison.Ordinal,
        }.ToDictionary(sample => sample.GetType());
    }

    public void Dispose() => _optimizer.Dispose();

    [Fact]
    public void Null_IsRefusedByName()
    {
        List<string> wrong = [];
        var tried = 0;
        foreach (var (type, sample) in _samples.Where(item => item.Key.Namespace?.StartsWith("Descent", StringComparison.Ordinal) == true))
        {
            var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
                .Where(method => method.DeclaringType != typeof(object) && method.DeclaringType != typeof(Enum) && !method.Name.StartsWith("add_", StringComparison.Ordinal) && !method.Name.StartsWith("remove_", StringComparison.Ordinal));
            foreach (var method in methods.Select(Closed))
            {
                foreach (var argument in method.GetParameters().Where(IsNeverNull))
                {
                    if (method.ReturnType.IsByRefLike || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike))
                    {
                        continue;
                    }

                    tried++;
                    if (Try(sample, method, argument) is { } problem)
                    {
                        wrong.Add($"{type.Name}.{method.Name}({argument.Name}): {problem}");
                    }
                }
            }
        }

        Assert.Equal([], wrong.Distinct().Order());
        Assert.True(tried > 60, $"{tried}");
    }

    /// <summary>What is called with spans, or gives them, no reflection can call.</summary>
    [Fact]
    public void Null_WhereSpansAre_IsRefusedByName()
    {
        Assert.Throws<ArgumentNullException>("name", () => new WeightSnapshot(_optimizer).Values<double>(null!).Length);
        Assert.Throws<ArgumentNullException>("name", () => ((StochasticWeightAverage)_samples[typeof(StochasticWeightAverage)]).Values<double>(null!).Length);
        Assert.Throws<ArgumentNullException>("name", () => _optimizer.Resize<double>(null!, new double[2]));
        Assert.Throws<ArgumentNullException>("name", () => _optimizer.Add(null!, new double[2]));
        Assert.Throws<ArgumentNullException>("optimizers", () => new OptimizerGroup(_optimizer, null!));
        Assert.Throws<ArgumentNullException>("dimensions", () => new SearchSpace((SearchDimension)null!));
        Assert.Throws<ArgumentNullException>("patterns", () => ParameterSelection.ByName((string)null!));
        Assert.Throws<ArgumentNullException>("snapshots", () => WeightSnapshot.Mean((WeightSnapshot)null!));
    }

    private static MethodInfo Closed(MethodInfo method)
        => method.IsGenericMethodDefinition
            ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(type => type.IsValueType || type.GenericParameterAttributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? typeof(double) : typeof(AdaHessianState))])
            : method;

    private static bool IsNeverNull(ParameterInfo parameter)
        => !parameter.ParameterType.IsValueType && !parameter.IsOut && !parameter.ParameterType.IsByRef && new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.NotNull;

    private string? Try(object sample, MethodInfo method, ParameterInfo argument)
    {
        object?[] arguments = [.. method.GetParameters().Select(parameter => parameter == argument ? null : SampleOf(parameter))];
        try
        {
            method.Invoke(method.IsStatic ? null : sample, arguments);
            return "nothing";
        }
        catch (TargetInvocationException exception)
        {
            return exception.InnerException is ArgumentNullException { ParamName: { } name } && (name == argument.Name || argument.Name == "value")
                ? null
                : exception.InnerException!.GetType().Name + " " + exception.InnerException.Message;
        }
    }

    private object? SampleOf(ParameterInfo parameter)
        => parameter.HasDefaultValue && parameter.DefaultValue is not null ? parameter.DefaultValue
            : _samples.Values.FirstOrDefault(sample => parameter.ParameterType.IsInstanceOfType(sample))
            ?? (parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null);
}
