using System.Reflection;

namespace Descent.Tests;

/// <summary>What a rule is made of can be asked for by name, and is what its class says.</summary>
public sealed class SchemaTests
{
    public static TheoryData<Type> Rules => [.. typeof(Optimizer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(RuleOptimizer)))];

    [Theory, MemberData(nameof(Rules))]
    public void Schema_is_that_of_the_class(Type rule)
    {
        using var optimizer = (RuleOptimizer)Activator.CreateInstance(rule)!;
        var properties = rule.GetProperties().Where(property => property.IsDefined(typeof(HyperparameterAttribute))).ToList();
        Assert.Equal(properties.Select(property => property.Name).Order(), optimizer.Hyperparameters.Concat(optimizer.StepInputs).Select(hyperparameter => hyperparameter.Name).Order());
        foreach (var (property, hyperparameter) in properties.Join(optimizer.Hyperparameters.Concat(optimizer.StepInputs), property => property.Name, hyperparameter => hyperparameter.Name, ValueTuple.Create))
        {
            var declared = property.GetCustomAttribute<HyperparameterAttribute>()!;
            var schema = hyperparameter.Schema;
            Assert.Equal(property.PropertyType, schema.ValueType);
            Assert.Equal((declared.Min, declared.Max, declared.Above, declared.Below), (schema.Min, schema.Max, schema.Above, schema.Below));
            Assert.Equal(schema.DefaultValue, hyperparameter.Value);
            Assert.Equal(property.GetValue(optimizer), hyperparameter.Value);
            hyperparameter.Value = schema.Choices.Count > 0 ? schema.Choices[0] : schema.DefaultValue;
            Assert.Equal(property.GetValue(optimizer), hyperparameter.Value);
        }

        var parameter = optimizer.Add("weights", [1f, -2, 3], [0f, 0, 0]);
        var ofState = parameter.State.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.Equal(
            ofState.Where(property => property.PropertyType == typeof(StateView) || property.PropertyType == typeof(double)).Select(property => property.Name).Order(),
            parameter.States.Select(state => state.Name).Order());
        Assert.Equal(ofState.Where(property => property.PropertyType == typeof(InputView)).Select(property => property.Name), optimizer.Schema.Inputs);
        foreach (var state in parameter.States)
        {
            Assert.Equal(Start(optimizer, state.Schema, parameter.Weights.ToArray<float>()), state.Schema.Per switch
            {
                Per.Weight => state.ToArray<float>(),
                Per.Row or Per.Column => Array.ConvertAll(state.ToArray<double>(), value => (float)value),
                _ => [(float)state.Value],
            });
        }

        foreach (var state in optimizer.States)
        {
            Assert.Equal(Per.Optimizer, state.Schema.Per);
            state.Value = 0.75;
            Assert.Equal(0.75, rule.GetProperty(state.Name)!.GetValue(optimizer));
        }
    }

    [Fact]
    public void Loss_of_Polyaks_rule_is_no_hyperparameter()
    {
        using var optimizer = new PolyakSgd();
        using var group = new OptimizerGroup(optimizer);
        Assert.Single(optimizer.StepInputs).Value = 4.0;

        Assert.Equal(4, optimizer.Loss);
        Assert.DoesNotContain(optimizer.Hyperparameters, hyperparameter => hyperparameter.Name == nameof(PolyakSgd.Loss));
        Assert.Equal(nameof(PolyakSgd.Loss), Assert.Single(group.StepInputs).Name);
    }

    [Fact]
    public void Views_write_where_the_properties_read()
    {
        using var optimizer = new NovoGrad();
        var parameter = optimizer.Add("weights", new double[3], new double[3]);
        var (momentum, moment) = (parameter.States.Single(state => state.Name == "FirstMoment"), parameter.States.Single(state => state.Name == "SecondMoment"));
        momentum.Span<double>()[1] = 4;
        moment.Value = 5;

        Assert.Equal(4, parameter.State.FirstMoment[1]);
        Assert.Equal(5, parameter.State.SecondMoment);
        Assert.Equal((3, 1), (momentum.Length, moment.Length));
        Assert.Contains("Span", Assert.Throws<InvalidOperationException>(() => momentum.Value).Message, StringComparison.Ordinal);
        Assert.Contains("Value", Assert.Throws<InvalidOperationException>(() => _ = moment.Span<double>()[0]).Message, StringComparison.Ordinal);
        optimizer.Step();
        Assert.Equal(parameter.State.SecondMoment, moment.Value);
        Assert.NotEqual(5, moment.Value);
        Assert.Contains("stored as double, not as float", Assert.Throws<InvalidOperationException>(() => _ = momentum.Span<float>()[0]).Message, StringComparison.Ordinal);
    }

    /// <summary>Who schedules or watches any rule finds what is alike in all of them, by name or because the rule says so.</summary>
    [Theory]
    [InlineData(typeof(AdamW), "LearningRate LearningRate, Momentum Beta1, SecondMomentDecay Beta2, Epsilon Epsilon, WeightDecay WeightDecay")]
    [InlineData(typeof(RmsPropWithMomentum), "LearningRate LearningRate, SecondMomentDecay Decay, Momentum Momentum, Epsilon Epsilon, WeightDecay WeightDecay")]
    [InlineData(typeof(Adan), "LearningRate LearningRate, Momentum Beta1, SecondMomentDecay Beta3, Epsilon Epsilon, WeightDecay WeightDecay")]
    [InlineData(typeof(Lion), "LearningRate LearningRate, Momentum Beta1, WeightDecay WeightDecay")]
    [InlineData(typeof(Tiger), "LearningRate LearningRate, Momentum Beta, WeightDecay WeightDecay")]
    [InlineData(typeof(Rprop), "")]
    public void Roles_are_those_of_the_names_or_what_the_rule_says(Type rule, string roles)
    {
        using var optimizer = (RuleOptimizer)Activator.CreateInstance(rule)!;
        Assert.Equal(
            roles, string.Join(", ", optimizer.Hyperparameters.Where(hyperparameter => hyperparameter.Role != HyperparameterRole.None).Select(hyperparameter => $"{hyperparameter.Role} {hyperparameter.Name}")));
    }

    [Fact]
    public void Number_is_the_value_of_a_double_and_refuses_what_the_value_refuses()
    {
        using var optimizer = new AdamW();
        var rate = optimizer.Hyperparameters.Single(hyperparameter => hyperparameter.Role == HyperparameterRole.LearningRate);
        rate.Number = 0.5;
        Assert.Equal((0.5, 0.5, 0.5), (optimizer.LearningRate, rate.Number, rate.Value));
        Assert.Throws<ArgumentOutOfRangeException>(() => rate.Number = -1);

        using var kinds = new WithEachKind();
        var period = kinds.Hyperparameters.Single(hyperparameter => hyperparameter.Name == nameof(WithEachKind.Period));
        Assert.Contains("System.Int32", Assert.Throws<InvalidOperationException>(() => period.Number).Message, StringComparison.Ordinal);
        Assert.Contains("System.Int32", Assert.Throws<InvalidOperationException>(() => period.Number = 2).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hyperparameter_refuses_another_type_and_what_its_range_excludes()
    {
        using var optimizer = new AdamW();
        var rate = optimizer.Hyperparameters.Single(hyperparameter => hyperparameter.Name == "LearningRate");
        rate.Value = 0.5;

        Assert.Equal("LearningRate = 0.5", rate.ToString());
        Assert.Equal(0.5, optimizer.LearningRate);
        Assert.Contains("System.Int32", Assert.Throws<ArgumentException>(() => rate.Value = 1).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => rate.Value = -1.0);
        Assert.Equal(0.5, optimizer.LearningRate);
    }

    [Fact]
    public void Hyperparameter_without_a_setter_is_read_only()
    {
        using var optimizer = new WithEachKind();
        var period = optimizer.Hyperparameters.Single(hyperparameter => hyperparameter.Name == nameof(WithEachKind.Period));
        var mode = optimizer.Hyperparameters.Single(hyperparameter => hyperparameter.Name == nameof(WithEachKind.Mode));
        mode.Value = DayOfWeek.Friday;

        Assert.True(period.Schema.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => period.Value = 4);
        Assert.Equal(3, period.Value);
        Assert.Equal(DayOfWeek.Friday, optimizer.Mode);
        Assert.Equal(Enum.GetValues<DayOfWeek>().Cast<object>(), mode.Schema.Choices);
        Assert.Equal(FloatMath.Relaxed, optimizer.Schema.Math);
    }

    [Fact]
    public void Inputs_are_bound_by_name()
    {
        using var optimizer = new SophiaG();
        var parameter = optimizer.Add("weights", new float[2], new float[2]);
        parameter.BindInput(optimizer.Schema.Inputs[0], new float[] { 1, 2 });

        Assert.Equal(2, parameter.State.Hessian.Length);
        Assert.Contains(optimizer.Schema.Inputs[0], Assert.Throws<ArgumentException>(() => parameter.BindInput("none", new float[2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => parameter.BindInput(optimizer.Schema.Inputs[0], new float[3]));
    }

    private static float[] Start(RuleOptimizer optimizer, StateSchema state, float[] weights) => state switch
    {
        { StartsWithWeight: true } => weights,
        { InitialHyperparameter: { } name } => All((double)optimizer.Hyperparameters.Single(hyperparameter => hyperparameter.Name == name).Value),
        _ => All(state.InitialValue),
    } is var start && state.Per is Per.Weight or Per.Column ? start : start[..1];

    private static float[] All(double value) => [(float)value, (float)value, (float)value];
}

/// <summary>A rule with hyperparameters of every kind.</summary>
[Optimizer(Math = FloatMath.Relaxed)]
internal sealed partial class WithEachKind
{
    [Hyperparameter(0.5, Min = 0)]
    public partial double Rate { get; set; }

    [Hyperparameter(3)]
    public partial int Period { get; init; }

    [Hyperparameter(true)]
    public partial bool Enabled { get; private set; }

    [Hyperparameter(DayOfWeek.Monday)]
    public partial DayOfWeek Mode { get; set; }

    [Update]
    private void Update(ref double weight, double gradient) => weight -= Enabled && Mode != DayOfWeek.Sunday ? Rate * gradient : Period;
}
