using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>What makes a group: names, by which files know its parameters, and tensors that are there.</summary>
public sealed class GroupTests
{
    [TorchFact]
    public void Numbers_of_a_group_follow_those_of_the_group_before_whatever_is_there_twice()
    {
        using var scope = NewDisposeScope();
        var (first, second, third) = (Ones(), Ones(), Ones());
        using var optimizer = DescentOptimizer.For(
            DescentParamGroup.For([first, first, second], new Sgd()), DescentParamGroup.For([third], new Sgd()));
        Assert.Equal(["0", "2", "3"], optimizer.Group.Parameters.Select(parameter => parameter.Name));
    }

    [TorchFact]
    public void Tensor_that_is_disposed_is_named()
    {
        using var scope = NewDisposeScope();
        var (gone, there) = (Ones(), Ones());
        gone.Dispose();
        var rule = new Sgd();
        var refusal = Assert.Throws<ArgumentException>(() => DescentOptimizer.For([("there", there), ("layer.gone", gone)], rule));
        Assert.Contains("'layer.gone' is disposed", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(rule.Parameters);
    }

    [TorchFact]
    public void Group_is_refused_where_a_tensor_of_another_is_disposed_by_now()
    {
        using var scope = NewDisposeScope();
        var (gone, rule) = (Ones(), new Sgd());
        using var optimizer = DescentOptimizer.For([("gone", gone)], new Sgd());
        gone.Dispose();
        var refusal = Assert.Throws<InvalidOperationException>(() => optimizer.add_param_group(DescentParamGroup.For([("there", Ones())], rule)));
        Assert.Contains("'gone' is disposed", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(rule.Parameters);
        Assert.Single(optimizer.ParamGroups);
    }

    [TorchFact]
    public void Parameter_without_a_name_is_refused_among_those_with_names()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>("parameters", () => DescentOptimizer.For([("first", Ones()), (null!, Ones())], new Sgd()));
    }

    private static TorchParameter Ones() => new(ones(2)) { grad = ones(2) };
}
