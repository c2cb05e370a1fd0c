using System.Runtime.ExceptionServices;
using Descent.CompilerServices;

namespace Descent.Distributed;

/// <content>What ranks compare before a call, and how one tells the others that it failed.</content>
public sealed partial class ShardedOptimizer
{
    private const string Failed = "-";

    /// <summary>Has ranks compare a call and what counts for it, once tensors are shared out.</summary>
    private void AgreeAbout(string call, Action<Agreement>? about = null)
    {
        Share();
        Agree(call, about);
    }

    /// <summary>Has ranks compare a call and what counts for it: where they differ all throw, and nothing was changed.</summary>
    private void Agree(string call, Action<Agreement>? about = null)
    {
        if (_isHalfLoaded && call is not ("Load" or "Gather"))
        {
            throw new InvalidOperationException("Loading a checkpoint failed on some rank while it was read, and others have it: load one on all ranks before anything else.");
        }

        _ranks.Activity = FormattableString.Invariant($"in {call}, call {_calls + 1},");
        _agreement.Begin().Add("the call", FormattableString.Invariant($"{call}, number {_calls + 1}"));
        about?.Invoke(_agreement);
        _agreement.Require("the others to make the call");
        _calls++;
    }

    /// <summary>Has ranks compare a call that this one may have to refuse: the others are told before they wait for it, and it throws its own exception.</summary>
    private void Agree(string call, ExceptionDispatchInfo? refused)
    {
        try
        {
            Agree(call, agreement => agreement.Add($"what keeps {call} from being done", Describe(refused)));
        }
        catch (InvalidOperationException) when (refused is not null)
        {
            // It knows why.
        }

        refused?.Throw();
    }

    /// <summary>Does something on all ranks, and fails on all if one fails.</summary>
    private string[] Together(string what, Func<string> act)
    {
        string mine;
        Exception? failure = null;
        try
        {
            mine = act();
        }
        catch (Exception exception) when (exception is not CommunicationException)
        {
            (mine, failure) = (Failed + exception.Message, exception);
        }

        var all = _ranks.GatherTexts(what, mine);
        var failed = Array.FindIndex(all, text => text.StartsWith(Failed, StringComparison.Ordinal));
        return failed < 0 ? all : throw new IOException($"Rank {failed}: {all[failed][Failed.Length..]}", failure);
    }

    /// <summary>Has handlers set what counts for a step that is about to begin, before ranks compare it.</summary>
    private void Tell(RuleMethod method)
    {
        if (method is RuleMethod.Update or RuleMethod.BeforeGradient)
        {
            Optimizer.Begin(method);
        }
    }

    /// <summary>Does what may throw on this rank alone, so that the others are told in place of waiting.</summary>
    /// <returns>What it threw.</returns>
    private static ExceptionDispatchInfo? Attempt(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception exception) when (exception is not CommunicationException)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private static string Describe(ExceptionDispatchInfo? thrown) => thrown is null ? "nothing" : $"{thrown.SourceException.GetType().Name}: {thrown.SourceException.Message.Split('\n')[0].TrimEnd('\r', '.')}";
}
