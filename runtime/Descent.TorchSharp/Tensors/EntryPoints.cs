using System.Runtime.InteropServices;
using TorchSharp;

namespace Descent.Torch.Tensors;

/// <summary>
/// Functions of TorchSharp's own native library, called without a managed tensor for each call, so that a step allocates nothing. They are no public API: where one is
/// missing, or answers otherwise than the public one, steps go through the public one (<see cref="PublicTensor"/>).
/// </summary>
internal sealed unsafe class EntryPoints
{
    private readonly delegate* unmanaged[Cdecl]<nint, nint> _gradient;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _dispose;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> _data;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte> _type;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> _count;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> _rank;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long, long> _size;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> _isContiguous;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> _deviceType;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long, long> _stride;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void> _bumpVersion;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> _version;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> _isInference;
    private readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> _lentGradient;
    private readonly nint _noObject;

    private EntryPoints(nint library)
    {
        _gradient = (delegate* unmanaged[Cdecl]<nint, nint>)Find(library, "THSTensor_grad");
        _dispose = (delegate* unmanaged[Cdecl]<nint, void>)Find(library, "THSTensor_dispose");
        _data = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Find(library, "THSTensor_data");
        _type = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte>)Find(library, "THSTensor_type");
        _count = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Find(library, "THSTensor_numel");
        _rank = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Find(library, "THSTensor_ndimension");
        _size = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long, long>)Find(library, "THSTensor_size");
        _isContiguous = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Find(library, "THSTensor_is_contiguous");
        _deviceType = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Find(library, "THSTensor_device_type");
        _stride = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long, long>)Find(library, "THSTensor_stride");

        // torch::autograd::impl::bump_version(const at::Tensor&), at::TensorBase::_version() const and at::native::is_inference(const at::Tensor&), where the C++ compiler named them so.
        // The handle of a tensor is the address of its at::Tensor.
        if (NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var ofTorch)
            && NativeLibrary.TryGetExport(ofTorch, "_ZN5torch8autograd4impl12bump_versionERKN2at6TensorE", out var bump)
            && NativeLibrary.TryGetExport(ofTorch, "_ZNK2at10TensorBase8_versionEv", out var version)
            && NativeLibrary.TryGetExport(ofTorch, "_ZN2at6native12is_inferenceERKNS_6TensorE", out var isInference))
        {
            _bumpVersion = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void>)bump;
            _version = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)version;
            _isInference = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)isInference;
        }

        // c10::TensorImpl::grad() const, a reference to an at::Tensor, and the object of tensors that are none, likewise.
        if (NativeLibrary.TryLoad("c10", typeof(torch).Assembly, null, out var ofCore)
            && NativeLibrary.TryGetExport(ofCore, "_ZNK3c1010TensorImpl4gradEv", out var gradient)
            && NativeLibrary.TryGetExport(ofCore, "_ZN3c1019UndefinedTensorImpl10_singletonE", out _noObject))
        {
            _lentGradient = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)gradient;
        }
    }

    /// <summary>Those of the library that is loaded; <see langword="null"/> if one is missing.</summary>
    public static EntryPoints? Loaded => field ??= Load();

    /// <summary>Whether a tensor's version is counted up by a call, and needs no operation on it.</summary>
    public bool CountsVersions => _bumpVersion is not null;

    /// <summary>
    /// The gradient of a tensor, until <see cref="ReleaseGradient"/>; 0 if there is none. Where libtorch lends it, as long as the tensor keeps it: making and disposing of a handle would take
    /// longer than all else.
    /// </summary>
    public nint TakeGradient(nint tensor)
        => _lentGradient is null ? _gradient(tensor)
            : _lentGradient(ObjectOf(tensor)) is var gradient && ObjectOf(gradient) != _noObject ? gradient
            : 0;

    /// <summary>Lets go of a gradient.</summary>
    public void ReleaseGradient(nint gradient)
    {
        if (gradient != 0 && _lentGradient is null)
        {
            _dispose(gradient);
        }
    }

    /// <summary>The address of the first value; 0 if it has none.</summary>
    public nint Data(nint tensor) => _data(tensor);

    /// <summary>The address of the object that a tensor is a pointer to; 0 of none.</summary>
    public static nint ObjectOf(nint tensor) => tensor == 0 ? 0 : *(nint*)tensor;

    public void BumpVersion(nint tensor) => _bumpVersion(tensor);

    public long VersionOf(nint tensor) => _version(tensor);

    /// <summary>Whether a tensor was made in the inference mode: it has no version, and whoever counts one ends the process.</summary>
    public bool IsInference(nint tensor) => _isInference(tensor) != 0;

    /// <summary>Whether a tensor is of this layout, in the same kind of memory.</summary>
    public bool Has(nint tensor, TensorLayout layout)
        => _type(tensor) == (sbyte)layout.Type && _count(tensor) == layout.Length && _deviceType(tensor) == (int)layout.DeviceType
            && (_isContiguous(tensor) != 0 ? layout.IsContiguous : !layout.IsContiguous && HasStrides(tensor, layout));

    /// <summary>Whether a tensor of as many values is of this shape: where all other dimensions are equal, so is the first.</summary>
    public bool HasShape(nint tensor, TensorLayout layout)
    {
        if (_rank(tensor) != layout.Shape.Length)
        {
            return false;
        }

        for (var dimension = 1; dimension < layout.Shape.Length; dimension++)
        {
            if (_size(tensor, dimension) != layout.Shape[dimension])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the functions answer what the public ones do.</summary>
    public bool Agrees(torch.Tensor tensor, TensorLayout layout)
    {
        if (!Has(tensor.Handle, layout) || (layout.DeviceType == DeviceType.CPU && Data(tensor.Handle) != PublicTensor.AddressOf(tensor)))
        {
            return false;
        }

        using var expected = tensor.grad;
        var gradient = TakeGradient(tensor.Handle);
        var agrees = ObjectOf(gradient) == (expected is null ? 0 : ObjectOf(expected.Handle));
        ReleaseGradient(gradient);
        return agrees;
    }

    private bool HasStrides(nint tensor, TensorLayout layout)
    {
        for (var dimension = 0; dimension < layout.Shape.Length; dimension++)
        {
            if (layout.Shape[dimension] != 1 && _stride(tensor, dimension) != layout.Strides[dimension])
            {
                return false;
            }
        }

        return true;
    }

    private static EntryPoints? Load()
    {
        if (!NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out var library))
        {
            return null;
        }

        try
        {
            return new(library);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static nint Find(nint library, string name) => NativeLibrary.GetExport(library, name);
}
