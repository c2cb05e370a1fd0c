using Descent.CompilerServices;

namespace Descent.Testing.Comparing;

/// <summary>Runs a rule's fused loop beside the author's own method, through the generated reference.</summary>
internal static class MethodComparison
{
    /// <summary>
    /// Compares at each of several cases, with special values among the numbers; where the method has no answer for them, as
    /// <c>Math.Sign</c> throws at NaN, without. Which numbers those are depends on the state, and on settings of the rule.
    /// </summary>
    /// <param name="examination">The examination.</param>
    /// <param name="casesOf">The same cases, by the share of special values.</param>
    public static void Run(Examination examination, Func<double, IEnumerable<Case<double>>> casesOf)
    {
        foreach (var (given, ordinary) in casesOf(examination.SpecialShare).Zip(casesOf(0)))
        {
            // A special value may be all there is of a tensor whose weights depend on each other.
            if (!RunIfAnswered(examination, given) || examination.Reduces)
            {
                Run(examination, ordinary);
            }
        }
    }

    /// <summary>Compares at a case, as far as the method has an answer.</summary>
    /// <returns>Whether it has one throughout. What else may throw throws without special values, too.</returns>
    public static bool RunIfAnswered(Examination examination, Case<double> given)
    {
        try
        {
            Run(examination, given);
            return true;
        }
        catch (Exception exception) when (exception is ArithmeticException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Compares weights and states after every step, and after moving to where the model is evaluated and back.</summary>
    /// <exception cref="RuleCheckException">Something differs.</exception>
    public static void Run(Examination examination, Case<double> given)
    {
        using var loop = new TensorRun<double>(given.Create(examination.Create), given);
        using var method = new TensorRun<double>(given.Create(examination.Create), given with { Offset = 0 });
        for (var step = 1; step <= given.Gradients.Count; step++)
        {
            loop.Step(given.Gradients[step - 1]);
            method.BindFirst(given.Gradients[step - 1]);
            RuleMembers.Reference(method.Optimizer, RuleMethod.BeforeGradient, method.Parameter);
            method.Bind(given.Gradients[step - 1]);
            RuleMembers.Reference(method.Optimizer, RuleMethod.Update, method.Parameter);
            AssertEqual(step);
        }

        if (RuleMembers.Has(loop.Optimizer, RuleMethod.ToEvaluation))
        {
            loop.Optimizer.Evaluate();
            RuleMembers.Reference(method.Optimizer, RuleMethod.ToEvaluation, method.Parameter);
            AssertEqual(given.Gradients.Count, " at evaluation");
            loop.Optimizer.Train();
            RuleMembers.Reference(method.Optimizer, RuleMethod.ToTraining, method.Parameter);
            AssertEqual(given.Gradients.Count, " back from evaluation");
        }

        void AssertEqual(int step, string moved = "") => examination.AssertEqual(
            method.Now,
            loop.Now,
            FormattableString.Invariant($"step {step}{moved}{(given.What.Length > 0 ? ", " : "")}{given.What}"),
            examination.RelativeTolerance);
    }
}
