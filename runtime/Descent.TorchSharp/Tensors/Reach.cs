using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Descent.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Descent.Torch.Tensors;

/// <summary>How an optimizer reaches its tensors.</summary>
/// <param name="Points">How without allocating; <see langword="null"/> for the public API alone.</param>
/// <param name="DeviceOf">The device on which a parameter's tensor lies, by the parameter's name and the tensor; <see langword="null"/> for the processor's memory.</param>
internal sealed record Reach(EntryPoints? Points, Func<string, Tensor, IDevice?> DeviceOf)
{
    private const string Package = "Descent.Cuda";

    private static readonly Lazy<Func<int, IDevice>?> s_open = new(FindDevices);

    /// <summary>Whether the package is there whose steps are over tensors on CUDA devices.</summary>
    public static bool OpensDevices => s_open.Value is not null;

    /// <param name="publicApiOnly">Whether to do without functions of the native library.</param>
    public static Reach Of(bool publicApiOnly) => new(publicApiOnly ? null : EntryPoints.Loaded, Find);

    private static IDevice? Find(string name, Tensor tensor) => tensor.device_type switch
    {
        DeviceType.CPU => null,
        DeviceType.CUDA when s_open.Value is { } open => open(Math.Max(0, tensor.device_index)),
        DeviceType.CUDA => throw new NotSupportedException(
            $"Parameter '{name}' is on {tensor.device}: steps there are those of the package {Package}, which is not here. Add it, or move the model to the CPU."),
        _ => throw new NotSupportedException($"Parameter '{name}' is on {tensor.device}: steps are over tensors in the processor's memory, and on CUDA with the package {Package}. Move the model to the CPU."),
    };

    /// <summary>What opens devices, where the package is there. This one does not refer to it, so that whoever trains on the processor need not have it.</summary>
    [DynamicDependency("Open", "Descent.Cuda.OpenDevices", Package)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The method is named above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2035", Justification = "Where the package is not there, nothing is kept of it.")]
    private static Func<int, IDevice>? FindDevices()
        => Type.GetType($"Descent.Cuda.OpenDevices, {Package}", throwOnError: false)?.GetMethod("Open", BindingFlags.Public | BindingFlags.Static)?.CreateDelegate<Func<int, IDevice>>();
}
