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

    /// <summary>What the last step had may be gone, as after <c>zero_grad</c>, or lie otherwise by now: a group that is added needs none of it.</summary>
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Group_is_added_whatever_the_gradients_of_the_others_are(bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var (table, added) = (new TorchParameter(ones(4, 3)) { grad = ones(4, 3) }, Ones());
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([table], new Sgd { LearningRate = 1 })], publicApiOnly);
        foreach (var gradient in new Tensor?[] { null, sparse_coo_tensor(zeros(1, 1, ScalarType.Int64), ones(1, 3), [4, 3]), ones(3, 4).t() })
        {
            table.grad = ones(4, 3);
            optimizer.step();
            table.grad = gradient;
            optimizer.add_param_group(DescentParamGroup.For([Ones()], new Sgd()));
        }

        optimizer.zero_grad(set_to_none: true);
        optimizer.add_param_group(DescentParamGroup.For([added], new Sgd { LearningRate = 1 }));
        optimizer.step();
        Assert.Equal((1, 4), (optimizer.LastResult.Updated, optimizer.LastResult.MissingGradients));
        Assert.Equal([0f, 0f], added.data<float>().ToArray());
        Assert.True(table.detach().eq(-2).all().item<bool>());
    }

    /// <summary>The first group saves for all: one that was first in an optimizer that came to nothing is so no longer.</summary>
    [TorchFact]
    public void Group_of_an_optimizer_that_was_refused_may_be_in_another()
    {
        using var scope = NewDisposeScope();
        var group = DescentParamGroup.For([Ones()], new Sgd());
        Assert.Throws<NotSupportedException>(() => DescentOptimizer.For(group, DescentParamGroup.For([new TorchParameter(ones(1).expand(3))], new Sgd())));
        using var optimizer = DescentOptimizer.For(DescentParamGroup.For([Ones()], new Sgd()), group);
        using var other = DescentOptimizer.For(DescentParamGroup.For([Ones()], new Sgd()), DescentParamGroup.For([Ones()], new Sgd()));
        Assert.Equal(Saved(other), Saved(optimizer));

        static byte[] Saved(DescentOptimizer optimizer)
        {
            using var stream = new MemoryStream();
            optimizer.save_state_dict(new BinaryWriter(stream));
            return stream.ToArray();
        }
    }

    private static TorchParameter Ones() => new(ones(2)) { grad = ones(2) };
}
