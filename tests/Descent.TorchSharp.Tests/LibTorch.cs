using System.Runtime.CompilerServices;
using TorchSharp;

namespace Descent.Torch.Tests;

/// <summary>Whether libtorch loads here. Where it does not, tests are skipped and say why: it is a download, and made for newer systems.</summary>
internal static class LibTorch
{
    private static readonly Lazy<string?> s_whyNot = new(TryLoad);

    /// <summary>Why it does not load; <see langword="null"/> if it does.</summary>
    public static string? WhyNot => s_whyNot.Value;

    private static string? TryLoad()
    {
        try
        {
            Touch();
            return null;
        }
#pragma warning disable CA1031 // Whatever it is, it is the reason.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var cause = exception.GetBaseException().Message;
            return $"libtorch does not load: {cause.Split('\n')[0]}";
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch()
    {
        using var tensor = torch.zeros(1);
    }
}

/// <summary>A test that needs libtorch.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = LibTorch.WhyNot;
}

/// <summary>A test of several cases that needs libtorch.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = LibTorch.WhyNot;
}
